using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>What CI lets tests skip: <c>scripts/skips.mjs</c>, and <c>./test</c>, which asks it.</summary>
public sealed partial class SkipsTests : IDisposable
{
    private static readonly string[] Kinds =
        [.. typeof(Skips).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    private readonly string folder = Directory.CreateTempSubdirectory("skips-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("", "RealData: nothing is there.")]
    [InlineData("ArmSchemas", "RealData: nothing is there.")]
    [InlineData("RealData", "RealDataAndMore: another kind.")]
    public async Task A_skipped_test_whose_kind_is_not_listed_fails_the_run_and_is_named(string maySkip, string reason)
    {
        var (code, output) = await JudgeAsync(maySkip, Skipped(reason));
        Assert.Equal(1, code);
        Assert.Contains($"ServerlessDecide.Some.Test: {reason}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RealData")]
    [InlineData("ArmSchemas, RealData")]
    public async Task A_skipped_test_whose_kind_is_listed_passes(string maySkip)
    {
        var (code, output) = await JudgeAsync(maySkip, Skipped("RealData: nothing is there."));
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Results_without_a_skipped_test_pass()
    {
        var (code, output) = await JudgeAsync("", Results(total: 3, executed: 3, ""));
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task A_test_without_a_reason_or_without_a_result_fails_the_run_whatever_is_listed()
    {
        var everything = string.Join(',', Kinds);
        Assert.Equal(1, (await JudgeAsync(everything, Results(total: 1, executed: 0, Result("<Output />")))).Code);
        Assert.Equal(1, (await JudgeAsync(everything, Results(total: 2, executed: 1, ""))).Code);
        Assert.Equal(1, (await JudgeAsync(everything, "<TestRun />")).Code);
    }

    [Fact]
    public async Task One_file_of_several_is_enough_to_fail_the_run()
    {
        var (code, output) = await JudgeAsync("RealData", Skipped("RealData: nothing is there."), Skipped("Linux: this is another system."));
        Assert.Equal(1, code);
        Assert.DoesNotContain("RealData: nothing", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_knows_the_kinds_that_tests_name()
    {
        var (code, output) = await JudgeAsync("Everything");
        Assert.Equal(2, code);
        Assert.Contains($"the kinds of skipped tests are {string.Join(", ", Kinds)}.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_with_an_unknown_kind_stops_test_before_it_builds_anything()
    {
        var (code, output) = await ChildProcess.RunAsync("bash", Repository.Root, [("SERVERLESSDECIDE_MAY_SKIP", "RealData,ArmSchema")], "test");
        Assert.Equal(2, code);
        Assert.Equal($"SERVERLESSDECIDE_MAY_SKIP lists ArmSchema; the kinds of skipped tests are {string.Join(", ", Kinds)}.", output.Trim());
    }

    /// <summary>./test itself, with a dotnet that builds nothing and whose every project passes a test and skips one.</summary>
    [Theory]
    [InlineData("ArmSchemas", 1)]
    [InlineData("ArmSchemas,RealData", 0)]
    public async Task Where_CI_is_true_test_fails_for_a_skipped_test_unless_its_kind_is_listed(string maySkip, int expected)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "results.trx"), Skipped("RealData: nothing is there."));
        await WriteProgramAsync("dotnet", """
            if [[ $1 == --version ]]; then echo 10.0.100; fi
            if [[ $1 != test ]]; then exit 0; fi
            while (($#)); do
              if [[ $1 == --results-directory ]]; then results=$2; fi
              shift
            done
            mkdir -p "$results"
            cp "${0%/*}/results.trx" "$results/results.trx"
            """);
        // What the tests need from npm is there already; nothing is installed under the feet of other tests.
        await WriteProgramAsync("npm", "exit 1");
        var path = folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");

        var (code, output) = await ChildProcess.RunAsync(
            "bash", Repository.Root, [("PATH", path), ("CI", "true"), ("SERVERLESSDECIDE_MAY_SKIP", maySkip)], "test", "--filter", "Some");

        Assert.True(code == expected, output);
        Assert.Equal(expected == 1, output.Contains("ServerlessDecide.Some.Test: RealData: nothing is there.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_skipped_test_names_its_kind()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && Path.GetFileName(f) != "SkipsTests.cs");
        Assert.DoesNotContain(sources, file => Unkind().IsMatch(File.ReadAllText(file)));
    }

    private async Task<(int Code, string Output)> JudgeAsync(string maySkip, params string[] results)
    {
        var files = results.Select((text, number) => (Text: text, Name: Path.Combine(folder, $"{number.ToString(CultureInfo.InvariantCulture)}.trx"))).ToList();
        foreach (var (text, name) in files) await File.WriteAllTextAsync(name, text);
        return await ChildProcess.RunAsync(
            "node", Repository.Root, [("SERVERLESSDECIDE_MAY_SKIP", maySkip)], ["scripts/skips.mjs", .. files.Select(f => f.Name)]);
    }

    private async Task WriteProgramAsync(string name, string script)
    {
        var file = Path.Combine(folder, name);
        await File.WriteAllTextAsync(file, $"#!/usr/bin/env bash\n{script}\n");
        await ChildProcess.RunAsync("chmod", folder, "+x", file);
    }

    private static string Skipped(string reason) =>
        Results(total: 2, executed: 1, Result($"<Output><ErrorInfo><Message>{reason}</Message></ErrorInfo></Output>"));

    /// <summary>As the test runner writes it.</summary>
    private static string Results(int total, int executed, string skipped) => string.Create(CultureInfo.InvariantCulture, $"""
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult executionId="1" testId="1" testName="ServerlessDecide.Some.Other" computerName="here" outcome="Passed" testListId="1" />
            {skipped}
          </Results>
          <ResultSummary outcome="Completed">
            <Counters total="{total}" executed="{executed}" passed="{executed}" failed="0" error="0" notExecuted="0" />
          </ResultSummary>
        </TestRun>
        """);

    private static string Result(string output) => $"""
        <UnitTestResult executionId="2" testId="2" testName="ServerlessDecide.Some.Test" computerName="here" outcome="NotExecuted" testListId="1">
          {output}
        </UnitTestResult>
        """;

    [GeneratedRegex("Skip = [$@]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex Unkind();
}
