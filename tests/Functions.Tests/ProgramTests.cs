using System.Net;

namespace ServerlessDecide.Functions.Tests;

/// <summary>The parts that Program.cs composes work together.</summary>
[Collection(SharedApp.Name)]
public sealed class ProgramTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task The_composed_app_creates_a_process_and_serves_it()
    {
        await Shared.App.CreateProcessAsync("programa-2021");

        Assert.Equal("programa-2021", (await Shared.App.Client.GetJsonAsync("processes/programa-2021")).Text("id"));
    }

    [Fact]
    public async Task The_composed_app_issues_a_credential_to_a_visitor() => Assert.NotEmpty((await Shared.App.NewVisitorAsync(SharedApp.Open)).Token);

    [Fact]
    public async Task The_composed_app_processes_an_import_and_serves_its_content()
    {
        await Shared.App.CreateProcessAsync("programa-importado-2021", SharedApp.AllOpen);

        await Shared.App.ImportedAsync("programa-importado-2021", "districts", "number,seat\n1,Chalco\n2,Toluca\n");

        Assert.Contains("\"Toluca\"", await Shared.App.Client.GetStringAsync("processes/programa-importado-2021/districts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_composed_app_runs_a_timer_on_demand()
    {
        using var answer = await Shared.App.Operator.PostAsync(new Uri(Shared.App.Root, "/admin/functions/ForgetProofsTimer?wait=true"), null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
