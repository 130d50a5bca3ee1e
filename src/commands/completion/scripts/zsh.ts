/** For `eval` after compinit, or as `_mcp-authcheck` in a folder of fpath. */
export const zsh = `#compdef mcp-authcheck
# zsh completion for mcp-authcheck: asks the program what may stand at the cursor.
_mcp_authcheck() {
  local kind line before
  local -a lines values
  lines=("\${(@f)$(mcp-authcheck completion zsh "--word=\${(Q)PREFIX}" -- "\${(@Q)words[2,CURRENT-1]}" 2>/dev/null)}")
  kind=$lines[1]
  for line in "\${(@)lines[2,-1]}"; do
    line="\${\${line%%$'\\t'*}//:/\\\\\\\\:}:\${line#*$'\\t'}"
    values+=("\${line%:}")
  done
  if [[ $kind == files* ]]; then
    before=\${kind#files }
    compset -P "\${(b)before}"
    _files
  elif [[ $kind == goes-on ]]; then
    _describe -t values value values -S ''
  elif (( $#values )); then
    _describe -t values value values
  fi
}
if [[ $funcstack[1] == _mcp-authcheck ]]; then
  _mcp_authcheck "$@"
else
  compdef _mcp_authcheck mcp-authcheck
fi
`;
