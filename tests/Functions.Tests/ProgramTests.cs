using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

public sealed class ProgramTests
{
    [Fact]
    public async Task The_composed_app_serves_requests_processes_imports_and_runs_timers_on_demand()
    {
        await using var app = await TestApp.StartAsync();

        await app.CreateProcessAsync("edomex-2021");
        await app.ImportedAsync("edomex-2021", "districts", "number,seat\n1,Chalco\n2,Toluca\n");
        await app.NewVisitorAsync("edomex-2021");
        await app.FireAsync("ForgetProofsTimer");

        Assert.Contains("\"Toluca\"", await app.Client.GetStringAsync("processes/edomex-2021/districts"), StringComparison.Ordinal);
    }
}
