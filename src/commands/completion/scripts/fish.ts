/** Fish 3.4 and newer. */
export const fish = `# fish completion for mcp-authcheck: asks the program what may stand at the cursor.
function __mcp_authcheck
    set -l words (commandline -opc)
    set -e words[1]
    set -l word (commandline -ct)
    set -l answer (mcp-authcheck completion fish "--word=$word" -- $words 2>/dev/null)
    set -l kind $answer[1]
    set -e answer[1]
    for line in $answer
        echo $line
    end
    if string match -q 'files*' -- "$kind"
        set -l before (string replace -r '^files ?' '' -- $kind)
        set -l typed (string sub -s (math (string length -- "$before") + 1) -- "$word")
        for file in (__fish_complete_path "$typed")
            echo "$before$file"
        end
    end
end
complete -c mcp-authcheck -e
complete -c mcp-authcheck -f -a '(__mcp_authcheck)'
`;
