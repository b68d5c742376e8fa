# The program itself knows what may follow.
_stats_service() {
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$(/usr/lib/stats-service/stats-service "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _stats_service stats-service
