using ServerlessDecide.Functions.Access;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Tests;

public sealed class FunctionTableTests
{
    private readonly FunctionTable table = new();

    [Theory]
    [InlineData("processes", "CreateProcess", "ListProcesses")]
    [InlineData("processes/", "CreateProcess", "ListProcesses")]
    [InlineData("/processes")]
    [InlineData("processes/x", "DeleteProcess", "GetProcess", "PutProcess")]
    [InlineData("PROCESSES/x/Platforms/y/Reaction", "DeletePlatformReaction", "GetPlatformReaction", "PutPlatformReaction")]
    [InlineData("processes/x/nothing")]
    [InlineData("")]
    public void The_function_table_finds_the_functions_of_a_path_for_every_method(string path, params string[] functions) =>
        Assert.Equal(functions, table.At(path).Select(f => f.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_function_table_knows_the_activity_and_the_tool_section_of_a_function()
    {
        Assert.Equal((Activity.Candidates, ToolSection.Downloads), (table.Find("GetCandidatesCsv")?.Content?.Activity, table.Find("GetCandidatesCsv")?.Section));
        Assert.Equal((null, ToolSection.Calendar), (table.Find("GetCalendarFile")?.Content, table.Find("GetCalendarFile")?.Section));
        Assert.Equal((null, null), (table.Find("PutCalendar")?.Content, table.Find("PutCalendar")?.Section));
    }

    /// <summary>Cursors begin with the resource, so that a cursor from before an update stays valid.</summary>
    [Theory]
    [InlineData("ListDistricts", "districts")]
    [InlineData("GetDistrict", "districts")]
    [InlineData("ListTerms", "glossary")]
    [InlineData("GetMunicipalityResult", "results/municipalities")]
    [InlineData("GetMunicipalityBoundaries", "geometry/municipalities.geojson")]
    [InlineData("ListProcesses", "processes")]
    public void The_function_table_knows_the_resource_of_a_function(string function, string resource) => Assert.Equal(resource, table.Find(function)?.Resource);

    [Fact]
    public void The_function_table_finds_a_function_by_name_with_its_role_and_methods()
    {
        Assert.Equal(Role.Operator, table.Find("PutCalendar")?.Role);
        Assert.Equal(["PUT"], table.Find("PutCalendar")?.Methods);
        Assert.Null(table.Find("Nothing"));
    }
}
