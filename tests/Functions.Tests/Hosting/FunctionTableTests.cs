using ServerlessDecide.Functions.Hosting;

namespace ServerlessDecide.Functions.Tests.Hosting;

public sealed class FunctionTableTests
{
    private readonly FunctionTable table = new();

    [Theory]
    [InlineData("processes", "CreateProcess", "ListProcesses")]
    [InlineData("processes/", "CreateProcess", "ListProcesses")]
    [InlineData("/processes")]
    [InlineData("processes/x", "GetProcess")]
    [InlineData("PROCESSES/x/Platforms/y/Reaction", "DeleteReaction", "GetReaction", "PutReaction")]
    [InlineData("processes/x/nothing")]
    [InlineData("")]
    public void It_finds_what_answers_a_path_with_any_method(string path, params string[] functions) =>
        Assert.Equal(functions, table.At(path).Select(f => f.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void It_finds_a_function_by_name_and_knows_its_caller()
    {
        Assert.Equal(Caller.Operator, table.Find("PutCalendar")?.Caller);
        Assert.Equal(["PUT"], table.Find("PutCalendar")?.Methods);
        Assert.Null(table.Find("Nothing"));
    }
}
