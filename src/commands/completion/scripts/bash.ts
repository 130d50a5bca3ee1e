/** Bash 3.2 and newer; it needs nothing of the package bash-completion. */
export const bash = `# bash completion for mcp-authcheck: asks the program what may stand at the cursor.
_mcp_authcheck() {
  local rest=\${COMP_LINE:0:COMP_POINT} word='' piece kind='' line before breaks='' i
  local -a words=()
  COMPREPLY=()
  # Bash also splits at : and =; what no blank divides is one word.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    if [[ $rest == [[:space:]]* ]]; then
      words+=("$word")
      word=''
      rest=\${rest#"\${rest%%[![:space:]]*}"}
    fi
    piece=\${COMP_WORDS[i]}
    ((i == COMP_CWORD)) && piece=$rest
    word+=$piece
    rest=\${rest#"$piece"}
  done
  while IFS= read -r line; do
    if [[ -z $kind ]]; then
      kind=$line
    else
      line=\${line%%$'\\t'*}
      [[ $line == *' '* && $word != [\\"\\']* ]] && line=\${line// /\\\\ }
      COMPREPLY+=("$line")
    fi
  done < <(mcp-authcheck completion bash "--word=$word" -- "\${words[@]:1}" 2>/dev/null)
  if [[ $kind == files* ]]; then
    before=\${kind#files }
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$before$line"); done < <(compgen -f -- "\${word#"$before"}")
  elif [[ $kind == goes-on ]]; then
    compopt -o nospace 2>/dev/null
  fi
  # What stands before the last : or = stays where it is.
  [[ $COMP_WORDBREAKS == *:* ]] && breaks+=:
  [[ $COMP_WORDBREAKS == *=* ]] && breaks+==
  if [[ -n $breaks && $word == *[$breaks]* ]]; then
    before=\${word%"\${word##*[$breaks]}"}
    for i in "\${!COMPREPLY[@]}"; do COMPREPLY[i]=\${COMPREPLY[i]#"$before"}; done
  fi
}
complete -F _mcp_authcheck mcp-authcheck
`;
