#compdef mentorlog
# Completes mentorlog in zsh. Made and brought up to date by: mentorlog --install-completion
# Commands, options and choices stand in here; people, entries, loops and templates are asked for.

_mentorlog_known() { # what a command takes: what may follow it, its options and its places
  below=() options=() places=()
  case $1 in
#TABLE
  esac
}

_mentorlog_takes() { # whether an option takes a value; sets the kind of it
  local one
  for one in $options $root; do
    one=${${one#[+!]}%%:*}
    if [[ ${one%%=*} == $1 ]]; then
      kind=${one#*=}
      [[ $one == *=* ]]
      return
    fi
  done
  return 1
}

_mentorlog_offer() { # a kind, and the beginning of a word
  local one
  local -a found shown
  case $1 in
    @files) _files ;;
    @*)
      for one in "${(@f)$(_MENTORLOG_COMPLETE=offer $words[1] "${1#@}" "$2" "$journal" "$config" 2>/dev/null)}"; do
        if [[ -n $one ]]; then
          found+=("${one%%$'\t'*}")
          shown+=("${one/$'\t'/  -- }")
        fi
      done
      if (($#found)); then compadd -U -V mentorlog -l -d shown -a found; else return 1; fi
      ;;
    ?*) compadd -- ${(s:,:)1} ;;
    *) return 1 ;;
  esac
}

_mentorlog() {
  local where= option= kind= only= given=' ' name= word journal= config= one
  local -a below options places root offers
  integer place=0
  _mentorlog_known ''
  root=($options) # which may stand anywhere
  for word in "${(@Q)words[2,CURRENT-1]}"; do
    if [[ -n $option ]]; then
      option=
      case $name in
        --journal) journal=$word ;;
        --config) config=$word ;;
      esac
    elif [[ -n $only || $word != -?* ]]; then
      if ((place == 0)) && [[ -n ${(M)below:#$word:*} ]]; then
        where="${where:+$where }$word" given=' '
        _mentorlog_known $where
      else
        place+=1
      fi
    elif [[ $word == -- ]]; then
      only=1
    else
      name=${word%%=*}
      given+="$name "
      if _mentorlog_takes $name; then
        [[ $word == *=* ]] || option=1
        case $word in
          --journal=*) journal=${word#*=} ;;
          --config=*) config=${word#*=} ;;
        esac
      fi
    fi
  done
  if [[ -n $option ]]; then
    _mentorlog_offer "$kind" "${(Q)PREFIX}"
  elif [[ -z $only && $PREFIX == -*=* ]]; then
    name=${PREFIX%%=*}
    compset -P '*='
    _mentorlog_takes $name && _mentorlog_offer "$kind" "${(Q)PREFIX}"
  elif [[ -z $only && $PREFIX == -* ]]; then
    for one in $options; do
      name=${${${one#[+!]}%%:*}%%=*}
      if [[ $one != !* && ($one == +* || $given != *" $name "*) ]]; then
        offers+=("$name:${one#*:}")
      fi
    done
    _describe -o option offers
  elif (($#places)); then
    for one in $places; do
      if ((place-- == 0)) || [[ $one == +* ]]; then
        _mentorlog_offer "${one#[+.]}" "${(Q)PREFIX}"
        return
      fi
    done
    return 1
  else
    _describe command below
  fi
}

_mentorlog "$@"
