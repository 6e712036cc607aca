using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ServerlessDecide.Comments;
using ServerlessDecide.Reactions;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Bench;

/// <summary>The app's own stores, on the tables of the app that is measured.</summary>
internal sealed class BenchStorage
{
    public BenchStorage(string connection)
    {
        var clients = new StorageClients(new ConfigurationBuilder().AddInMemoryCollection([new(StorageOptions.ConnectionSetting, connection)]).Build());
        Names = new StorageNames(Options.Create(new StorageOptions { StoragePrefix = App.Prefix }));
        Tables = new Tables(clients);
        Reactions = new ReactionStore(Tables, Names);
        Comments = new CommentStore(Tables, Names);
    }

    /// <summary>The demonstration process.</summary>
    public static ProcessId Process { get; } = ProcessId.Parse("demo-edomex");

    /// <summary>The days on which visitors can react to its platforms.</summary>
    public static IReadOnlyList<DateOnly> Days { get; } = [.. Enumerable.Range(0, 54).Select(new DateOnly(2021, 4, 10).AddDays)];

    /// <summary>The day that the app's clock shows.</summary>
    public static DateOnly Today { get; } = new(2021, 5, 10);

    public static DateTimeOffset Noon { get; } = new(Today, new TimeOnly(12, 0), TimeSpan.FromHours(-5));

    public StorageNames Names { get; }

    public Tables Tables { get; }

    public ReactionStore Reactions { get; }

    public CommentStore Comments { get; }

    public async Task<int> UndecidedAsync(CancellationToken cancellation) =>
        await Comments.ReadUnsettledAsync(Process, Today, cancellation).CountAsync(comment => comment.Waits is null, cancellation);
}
