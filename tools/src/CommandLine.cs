using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace ServerlessDecide.Tools;

/// <summary>The options of a command line contradict each other, or one of them needs another. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The tool will not do it, and says why. Exit code 1.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>Parses and runs the command line of a tool.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Exit code of a command line that cannot be understood. System.CommandLine itself says 1, which here means that a tool refuses.
    /// </summary>
    public const int Misunderstood = 2;

    // A reason that begins with @ is a text and names no file to read arguments from.
    private static readonly ParserConfiguration Parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public delegate bool TryParse<T>(string text, out T value);

    /// <returns>The exit code; <see cref="Misunderstood"/> with the faults and the usage in <paramref name="error"/>.</returns>
    /// <exception cref="RefusedException">The tool will not do it.</exception>
    public static async Task<int> RunAsync(Command command, string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        command.Add(new HelpOption());
        var parsed = command.Parse(args, Parser);
        var isWrong = parsed.Errors.Count > 0;
        // Program tells a refusal from a crash, and ends what a signal stops.
        InvocationConfiguration invocation = new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = isWrong ? error : output,
            Error = error,
        };
        try
        {
            var code = await parsed.InvokeAsync(invocation, cancellationToken);
            return isWrong ? Misunderstood : code;
        }
        catch (UsageException wrong)
        {
            await error.WriteLineAsync($"{wrong.Message}\nMore: {command.Name} --help");
            return Misunderstood;
        }
    }

    /// <summary>A parser that says the rule of what it does not understand.</summary>
    public static Func<ArgumentResult, T> ParserOf<T>(TryParse<T> parse, string fault) => result =>
    {
        if (!parse(result.Tokens[0].Value, out var value)) result.AddError(fault);
        return value;
    };

    /// <summary>Where the tool writes.</summary>
    public static TextWriter Output(this ParseResult parsed) => parsed.InvocationConfiguration.Output;
}
