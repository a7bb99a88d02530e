namespace LlmMcp.Cli.Completion;

/// <summary>
/// One script per shell. Each hands the line up to the cursor, without the command's own name, to the parser's
/// <c>[suggest]</c> directive, so the scripts need no change when commands and options do.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # bash completion of llm-mcp
        _llm_mcp() {
            local line="${COMP_LINE:0:COMP_POINT}"
            line="${line#*"${COMP_WORDS[0]}"}"
            line="${line# }"
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _llm_mcp llm-mcp

        """;

    private const string Zsh = """
        #compdef llm-mcp
        # zsh completion of llm-mcp
        _llm_mcp() {
            local line="${BUFFER[1,CURSOR]#*llm-mcp}"
            line="${line# }"
            local -a suggestions
            suggestions=("${(@f)$(llm-mcp "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -a suggestions
        }
        compdef _llm_mcp llm-mcp

        """;

    private const string Fish = """
        # fish completion of llm-mcp
        function __llm_mcp_complete
            set -l line (commandline -cp | string replace -r '^\s*\S+\s?' '')
            llm-mcp "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c llm-mcp -f -a '(__llm_mcp_complete)'

        """;

    public static readonly IReadOnlyDictionary<string, string> ByShell = new Dictionary<string, string>
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
    };
}
