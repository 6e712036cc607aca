using System.CommandLine;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Tools.Backup;
using ServerlessDecide.Tools.Capacity;
using ServerlessDecide.Tools.Notices;
using ServerlessDecide.Tools.Poison;

namespace ServerlessDecide.Tools.Tests;

/// <summary>What the command lines of all tools have in common.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("backup", "Required command was not provided.", "")]
    [InlineData("backup", "Did you mean one of the following?\nverify", "verfy x")]
    [InlineData("backup", "Unrecognized command or argument '--tabel'.", "compare x --tabel y")]
    [InlineData("backup", "--process takes 3 to 30 characters", "save --process EDOMEX --to x")]
    [InlineData("backup", "Option '--to' is required.", "save --process edomex-2021")]
    [InlineData("backup", "--keep and --replace exclude each other.", "restore x --keep --replace")]
    [InlineData("capacity", "--voters takes a number above 0.", "--voters 0 --contenders 3")]
    [InlineData("capacity", "--voters and --contenders go together.", "--voters 10")]
    [InlineData("notices", "--lock and --to go together.", "--lock x")]
    [InlineData("notices", "Unrecognized command or argument 'x'.", "x")]
    [InlineData("replay", "Required argument 'QUEUE' missing", "--list")]
    public async Task A_wrong_command_line_is_code_2_and_its_fault_goes_to_the_error_stream(string tool, string fault, string line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, await CommandLine.RunAsync(Tool(tool), line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error, default));
        Assert.Contains(fault, error.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    [Theory]
    [InlineData("backup", "restore --help", "--replace")]
    [InlineData("backup", "--help", "restore <FOLDER>")]
    [InlineData("capacity", "--help", "--voters <N>")]
    [InlineData("notices", "-h", "scripts/notices [options]")]
    [InlineData("replay", "--help", "--account <NAME>")]
    public async Task Help_is_code_0_and_goes_to_the_output(string tool, string line, string help)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await CommandLine.RunAsync(Tool(tool), line.Split(' '), output, error, default));
        Assert.Contains(help, output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_a_text_and_a_refusal_is_passed_on()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            CommandLine.RunAsync(BackupCommand.Create(), ["verify", "@no-such-folder"], TextWriter.Null, TextWriter.Null, default));
        Assert.Contains("@no-such-folder", refused.Message, StringComparison.Ordinal);
    }

    private static Command Tool(string name) => name switch
    {
        "backup" => BackupCommand.Create(),
        "capacity" => CapacityCommand.Create(Repository.Root),
        "notices" => NoticesCommand.Create(Repository.Root),
        "replay" => ReplayCommand.Create(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
