using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>One app for all tests that do not move its clock, which stands at noon of 10 May 2021.</summary>
/// <remarks>A test that writes what others could see creates its own process.</remarks>
public sealed class SharedApp : IAsyncLifetime
{
    public const string Name = "shared app";

    /// <summary>Everything is open and there is content.</summary>
    public const string Open = "edomex-2021";

    /// <summary>Everything opens on 20 May.</summary>
    public const string Before = "antes-2021";

    /// <summary>Everything closed on 1 May and opens again on 20 May.</summary>
    public const string Between = "entre-2021";

    /// <summary>Everything closed on 1 May for good.</summary>
    public const string After = "despues-2021";

    private static readonly string[] Activities = ["information", "platforms", "react-to-platforms", "blocks", "react-to-blocks", "candidates", "profiles", "react-to-proposals", "results", "statistics"];

    public TestApp App { get; private set; } = null!;

    /// <summary>A visitor of <see cref="Open"/>.</summary>
    public TestVisitor Visitor { get; private set; } = null!;

    public static TestCalendar AllOpen { get; } = Calendar(("2021-04-10T00:00:00-05:00", "2021-06-03T00:00:00-05:00"));

    public async Task InitializeAsync()
    {
        // Some tests on this app send a wrong operator key.
        App = (await TestApp.StartAsync()).Expecting("An operator key was refused");
        await Example.LoadAsync(App, Open, AllOpen);
        var past = ("2021-04-10T00:00:00-05:00", "2021-05-01T00:00:00-05:00");
        var future = ("2021-05-20T00:00:00-05:00", "2021-06-01T00:00:00-05:00");
        await App.CreateProcessAsync(Before, Calendar(future));
        await App.CreateProcessAsync(Between, Calendar(past, future));
        await App.CreateProcessAsync(After, Calendar(past));
        Visitor = await App.NewVisitorAsync(Open);
    }

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    private static TestCalendar Calendar(params (string Opens, string Closes)[] windows) =>
        Activities.Aggregate(TestCalendar.Empty, (calendar, activity) => calendar.With(activity, windows));
}

[CollectionDefinition(SharedApp.Name)]
public sealed class UsesSharedApp : ICollectionFixture<SharedApp>;

/// <summary>Fails a test on the shared app when the app logged something unexpected; a failure at the end of the fixture would not be counted.</summary>
public abstract class SharedAppTest(SharedApp shared) : IDisposable
{
    protected SharedApp Shared { get; } = shared;

    public void Dispose()
    {
        Shared.App.AssertNothingUnexpected();
        GC.SuppressFinalize(this);
    }
}
