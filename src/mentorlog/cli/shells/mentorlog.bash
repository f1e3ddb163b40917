# Completes mentorlog in bash. Made and brought up to date by: mentorlog --install-completion
# Commands, options and choices stand in here; people, entries, loops and templates are asked for.

_mentorlog_known() { # what a command takes: what may follow it, its options and its places
  below= options= places=
  case $1 in
#TABLE
  esac
}

_mentorlog_words() { # the words of the line as far as the cursor, as the program would get them
  local line=${COMP_LINE:0:COMP_POINT} at sign quote= word= begun=
  words=()
  for ((at = 0; at < ${#line}; at++)); do
    sign=${line:at:1}
    if [[ $quote == "'" ]]; then
      if [[ $sign == "'" ]]; then quote=; else word+=$sign; fi
    elif [[ $sign == \\ ]]; then
      at=$((at + 1)) begun=1
      word+=${line:at:1}
    elif [[ -n $quote ]]; then
      if [[ $sign == '"' ]]; then quote=; else word+=$sign; fi
    elif [[ $sign == [\'\"] ]]; then
      quote=$sign begun=1
    elif [[ $sign == [[:space:]] ]]; then
      if [[ -n $begun ]]; then words+=("$word"); fi
      word= begun=
    else
      word+=$sign begun=1
    fi
  done
  words+=("$word")
}

_mentorlog_takes() { # whether an option takes a value; sets the kind of it
  local one
  for one in $options $root; do
    one=${one#[+!]}
    if [[ ${one%%=*} == "$1" ]]; then
      kind=${one#*=}
      [[ $one == *=* ]]
      return
    fi
  done
  return 1
}

_mentorlog_offer() { # a kind, and the beginning of a word
  local IFS=$'\n'
  case $1 in
    @files) ;; # as bash does where nothing is offered
    @*)
      COMPREPLY=($(_MENTORLOG_COMPLETE=offer "$program" "${1#@}" "$2" "$journal" "$config" 2>/dev/null))
      COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
      ;;
    *) COMPREPLY=($(compgen -W "${1//,/$'\n'}" -- "$2")) ;;
  esac
}

_mentorlog() {
  local IFS=$' \t\n' program=$1 path= option= kind= only= given=' ' name= word journal= config=
  local below options places root place=0 last cur one offers=
  local -a words
  _mentorlog_known ''
  root=$options # which may stand anywhere
  _mentorlog_words
  last=$((${#words[@]} - 1))
  cur=${words[last]}
  COMPREPLY=()
  for word in "${words[@]:1:last-1}"; do
    if [[ -n $option ]]; then
      option=
      case $name in --journal) journal=$word ;; --config) config=$word ;; esac
    elif [[ -n $only || $word != -?* ]]; then
      if ((place == 0)) && [[ " $below " == *" $word "* ]]; then
        path=${path:+$path }$word given=' '
        _mentorlog_known "$path"
      else
        place=$((place + 1))
      fi
    elif [[ $word == -- ]]; then
      only=1
    else
      name=${word%%=*}
      given+="$name "
      if _mentorlog_takes "$name"; then
        if [[ $word != *=* ]]; then option=1; fi
        case $word in --journal=*) journal=${word#*=} ;; --config=*) config=${word#*=} ;; esac
      fi
    fi
  done
  if [[ -n $option ]]; then
    _mentorlog_offer "$kind" "$cur"
  elif [[ -z $only && $cur == -*=* ]]; then
    if _mentorlog_takes "${cur%%=*}"; then _mentorlog_offer "$kind" "${cur#*=}"; fi
  elif [[ -z $only && $cur == -* ]]; then
    for one in $options; do
      name=${one#[+!]}
      name=${name%%=*}
      if [[ $one != !* && ($one == +* || $given != *" $name "*) ]]; then offers+="$name,"; fi
    done
    _mentorlog_offer "$offers" "$cur"
  elif [[ -n $places ]]; then
    for one in $places; do
      if ((place-- == 0)) || [[ $one == +* ]]; then _mentorlog_offer "${one#[+.]}" "$cur"; break; fi
    done
  else
    _mentorlog_offer "${below// /,}" "$cur"
  fi
}

complete -o default -F _mentorlog mentorlog
