/** Windows PowerShell 5.1 and PowerShell 7. Without an answer the shell offers files by itself. */
export const powershell = `# PowerShell completion for mcp-authcheck: asks the program what may stand at the cursor.
Register-ArgumentCompleter -Native -CommandName mcp-authcheck -ScriptBlock {
    param($word, $line, $cursor)
    $words = @($line.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursor } |
        Select-Object -Skip 1 |
        ForEach-Object { $_.Extent.Text.Trim('"', "'") })
    $typed = "$word".Trim('"', "'")
    $answer = @(mcp-authcheck completion powershell "--word=$typed" '--' @words 2>$null)
    $answer | Select-Object -Skip 1 | ForEach-Object {
        $value, $description = $_ -split "\`t", 2
        if (-not $description) { $description = $value }
        $text = if ($value -match '[ ,@]') { "'$value'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
}
`;
