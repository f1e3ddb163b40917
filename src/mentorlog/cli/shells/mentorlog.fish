# Completes mentorlog in fish. Made and brought up to date by: mentorlog --install-completion
# Commands, options and choices stand in here; people, entries, loops and templates are asked for.

function __mentorlog_known --description 'What a command takes: >below, -options, .places'
    switch "$argv[1]"
#TABLE
    end
end

function __mentorlog_kind --description 'The kind of value that an option takes; fails if none'
    for one in $argv[2..-1]
        set -l said (string split -m 1 \t -- (string replace -r '^[+!]' '' -- $one))[1]
        set -l parts (string split -m 1 = -- $said)
        if test "$parts[1]" = "$argv[1]"
            test (count $parts) -eq 2; or return 1
            echo $parts[2]
            return 0
        end
    end
    return 1
end

function __mentorlog_offer --description 'A kind, the beginning of a word, journal and config'
    switch "$argv[1]"
        case @files
            __fish_complete_path $argv[2]
        case '@*'
            set -l words (string sub -s 2 -- $argv[1]) $argv[2..-1]
            _MENTORLOG_COMPLETE=offer mentorlog $words 2>/dev/null
        case '?*'
            string split , -- $argv[1]
    end
end

function __mentorlog_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l cur (commandline -ct)
    set cur (string unescape -- $cur; or string replace -r '^["\']' '' -- $cur)
    set -l known (__mentorlog_known '')
    set -l root (string match -r '^[+!]?-.*' -- $known)
    set -l path ''
    set -l option ''
    set -l only ''
    set -l kind ''
    set -l name ''
    set -l journal ''
    set -l config ''
    set -l given
    set -l place 1
    for word in $words
        if test -n "$option"
            set option ''
            switch $name
                case --journal
                    set journal $word
                case --config
                    set config $word
            end
        else if test -n "$only"; or not string match -q -- '-?*' $word
            set -l below (string match -r '^>.*' -- $known | string split -f 1 \t)
            if test $place -eq 1; and contains -- ">$word" $below
                set path (string trim -- "$path $word")
                set given
                set known (__mentorlog_known $path)
            else
                set place (math $place + 1)
            end
        else if test "$word" = --
            set only 1
        else
            set name (string split -m 1 = -- $word)[1]
            set -a given $name
            set -l options (string match -r '^[+!]?-.*' -- $known)
            if set kind (__mentorlog_kind $name $options $root)
                string match -q '*=*' -- $word; or set option 1
                switch $word
                    case '--journal=*'
                        set journal (string split -m 1 = -- $word)[2]
                    case '--config=*'
                        set config (string split -m 1 = -- $word)[2]
                end
            end
        end
    end
    set -l options (string match -r '^[+!]?-.*' -- $known)
    set -l places (string match -r '^\..*' -- $known)
    if test -n "$option"
        __mentorlog_offer "$kind" "$cur" "$journal" "$config"
    else if test -z "$only"; and string match -q -- '-*=*' $cur
        set -l parts (string split -m 1 = -- $cur)
        if set kind (__mentorlog_kind $parts[1] $options $root)
            for offer in (__mentorlog_offer "$kind" "$parts[2]" "$journal" "$config")
                echo "$parts[1]=$offer"
            end
        end
    else if test -z "$only"; and string match -q -- '-*' $cur
        for one in $options
            set -l said (string split -m 1 \t -- (string replace -r '^[+!]' '' -- $one))
            set name (string split -m 1 = -- $said[1])[1]
            string match -q '!*' -- $one; and continue
            if string match -q '+*' -- $one; or not contains -- $name $given
                echo $name\t$said[2]
            end
        end
    else if test (count $places) -gt 0
        if string match -q '.+*' -- $places[-1]; and test $place -gt (count $places)
            set place (count $places)
        end
        if test $place -le (count $places)
            set kind (string replace -r '^\.\+?' '' -- $places[$place])
            __mentorlog_offer "$kind" "$cur" "$journal" "$config"
        end
    else
        string match -r '^>.*' -- $known | string sub -s 2
    end
end

complete --command mentorlog --no-files --keep-order --arguments '(__mentorlog_complete)'
