using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

public sealed class ProgramTests
{
    [Fact]
    public async Task The_app_is_put_together_serves_imports_and_runs_a_timer_that_is_disabled()
    {
        await using var app = await TestApp.StartAsync();

        await app.CreateProcessAsync("edomex-2021");
        await app.ImportedAsync("edomex-2021", "districts", "number,seat\n1,Chalco\n2,Toluca\n");
        await app.NewVisitorAsync("edomex-2021");
        await app.FireAsync("ForgetProofsTimer");

        Assert.Contains("\"Toluca\"", await app.Client.GetStringAsync("processes/edomex-2021/districts"), StringComparison.Ordinal);
    }
}
