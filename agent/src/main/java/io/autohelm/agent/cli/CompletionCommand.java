package io.autohelm.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code autohelm completion}: the scripts ask {@link CompleteCommand} for each word. */
@Command(
    name = "completion",
    header = "Print a script by which a shell completes commands, options and names.",
    description = {
      "",
      "For the present shell:",
      "  source <(autohelm completion bash)",
      "  source <(autohelm completion zsh)",
      "  autohelm completion fish | source",
      "",
      "For every one, into a file that the shell reads:",
      "  autohelm completion bash > /etc/bash_completion.d/autohelm",
      "  autohelm completion zsh > /usr/local/share/zsh/site-functions/_autohelm",
      "  autohelm completion fish > ~/.config/fish/completions/autohelm.fish",
      "",
      "Names of releases and namespaces are asked of the cluster when they are completed.",
      ""
    },
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
final class CompletionCommand implements Callable<Integer> {
  private static final String BASH =
      """
      # bash completion for autohelm

      _autohelm() {
        local word="${COMP_WORDS[COMP_CWORD]}" line files=
        COMPREPLY=()
        while IFS= read -r line; do
          case "$line" in
            :files) files=1 ;;
            ?*) COMPREPLY+=("${line%%$'\\t'*}") ;;
          esac
        done < <("${COMP_WORDS[0]}" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        if [ -n "$files" ]; then
          compopt -o filenames 2>/dev/null
          while IFS= read -r line; do
            COMPREPLY+=("$line")
          done < <(compgen -f -- "${word#=}")
        fi
      }

      complete -o nosort -F _autohelm autohelm 2>/dev/null || complete -F _autohelm autohelm
      """;

  private static final String ZSH =
      """
      #compdef autohelm
      # zsh completion for autohelm

      _autohelm() {
        local line files=
        local -a candidates
        for line in "${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
          case "$line" in
            :files) files=1 ;;
            ?*) candidates+=("${${line//:/\\:}/$'\\t'/:}") ;;
          esac
        done
        (( ${#candidates} )) && _describe -t candidates autohelm candidates
        if [[ -n "$files" ]]; then
          _files
        fi
      }

      if [ "${funcstack[1]}" = "_autohelm" ]; then
        _autohelm "$@"
      else
        compdef _autohelm autohelm
      fi
      """;

  private static final String FISH =
      """
      # fish completion for autohelm

      function __autohelm_complete
        set -l words (commandline -opc)
        set -l program $words[1]
        set -e words[1]
        set -l word (commandline -ct)
        for line in ($program __complete -- $words "$word" 2>/dev/null)
          if test "$line" = ":files"
            __fish_complete_path "$word"
          else
            echo $line
          end
        end
      end

      complete -c autohelm -k -f -a '(__autohelm_complete)'
      """;

  @Parameters(index = "0", paramLabel = "SHELL", description = "bash, zsh or fish")
  private String shell = "";

  @Mixin HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    HelmOutput.print(
        switch (shell) {
          case "bash" -> BASH;
          case "zsh" -> ZSH;
          case "fish" -> FISH;
          default -> throw new CommandException(2, "expected bash, zsh or fish, met " + shell);
        });
    return 0;
  }
}
