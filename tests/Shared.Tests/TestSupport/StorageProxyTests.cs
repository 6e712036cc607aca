using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.TestSupport;

public sealed class StorageProxyTests : IAsyncLifetime
{
    private readonly string prefix = Azurite.NewPrefix();
    private StorageProxy proxy = null!;

    public async Task InitializeAsync() => proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());

    public async Task DisposeAsync() => await proxy.DisposeAsync();

    [Fact]
    public async Task Blobs_behave_the_same_through_the_proxy()
    {
        var container = new BlobContainerClient(proxy.ConnectionString, prefix);
        await container.CreateAsync();
        var blob = container.GetBlobClient("carpeta/información & 100% # ~.json");
        var onlyNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        BlobContentInfo first = await blob.UploadAsync(BinaryData.FromString("uno"), onlyNew);
        var again = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("dos"), onlyNew));
        Assert.Equal((409, "BlobAlreadyExists"), (again.Status, again.ErrorCode));

        BlobDownloadResult read = await blob.DownloadContentAsync();
        Assert.Equal(("uno", first.ETag), (read.Content.ToString(), read.Details.ETag));
        BlobProperties properties = await blob.GetPropertiesAsync();
        Assert.Equal((3, first.ETag), (properties.ContentLength, properties.ETag));
        var unchanged = await blob.DownloadContentAsync(
            new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = first.ETag } });
        Assert.Equal(304, unchanged.GetRawResponse().Status);

        var lease = blob.GetBlobLeaseClient();
        await lease.AcquireAsync(TimeSpan.FromSeconds(15));
        var taken = await Assert.ThrowsAsync<RequestFailedException>(() => blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15)));
        Assert.Equal("LeaseAlreadyPresent", taken.ErrorCode);
        await lease.RenewAsync();
        await lease.ReleaseAsync();

        var large = new byte[9_000_000];
        new Random(1).NextBytes(large);
        var block = container.GetBlockBlobClient("large");
        await using (var write = await block.OpenWriteAsync(overwrite: true)) await write.WriteAsync(large);
        Assert.Equal(large, (await block.DownloadContentAsync()).Value.Content.ToArray());
        await container.GetBlobClient("empty").UploadAsync(BinaryData.FromString(""));

        var names = new List<string>();
        await foreach (var item in container.GetBlobsAsync()) names.Add(item.Name);
        Assert.Equal(["carpeta/información & 100% # ~.json", "empty", "large"], names);
        await container.DeleteAsync();
        Assert.False(await container.ExistsAsync());
    }

    [Fact]
    public async Task Queues_behave_the_same_through_the_proxy()
    {
        var queue = new QueueClient(proxy.ConnectionString, prefix);
        await queue.CreateAsync();
        await queue.SendMessageAsync("¡Hola, señora!");
        var message = (await queue.ReceiveMessageAsync(TimeSpan.FromSeconds(30))).Value;
        Assert.Equal("¡Hola, señora!", message.Body.ToString());
        var changed = (await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, "dos", TimeSpan.Zero)).Value;
        var stale = await Assert.ThrowsAsync<RequestFailedException>(() => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt));
        Assert.Contains(stale.Status, new[] { 400, 404 });
        await queue.DeleteMessageAsync(message.MessageId, changed.PopReceipt);
        Assert.Null((await queue.ReceiveMessageAsync()).Value);
        await queue.DeleteAsync();
    }

    [Fact]
    public async Task Tables_behave_the_same_through_the_proxy()
    {
        var table = new TableClient(proxy.ConnectionString, prefix);
        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity("cuánto", "d'Or, 100% 😀") { ["Text"] = "ñ" });
        TableEntity read = await table.GetEntityAsync<TableEntity>("cuánto", "d'Or, 100% 😀");
        Assert.Equal("ñ", read.GetString("Text"));
        await table.UpdateEntityAsync(read, read.ETag, TableUpdateMode.Replace);
        var stale = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(read, read.ETag, TableUpdateMode.Replace));
        Assert.Equal(412, stale.Status);
        var twice = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(read));
        Assert.Equal((409, "EntityAlreadyExists"), (twice.Status, twice.ErrorCode));

        var hundred = Enumerable.Range(0, 100)
            .Select(n => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity("p", $"{n:000}")));
        await table.SubmitTransactionAsync(hundred);
        var pages = 0;
        var rows = 0;
        await foreach (var page in table.QueryAsync<TableEntity>(e => e.PartitionKey == "p", maxPerPage: 40).AsPages())
        {
            pages++;
            rows += page.Values.Count;
        }

        Assert.Equal((3, 100), (pages, rows));
        await table.DeleteEntityAsync("p", "000");
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "000")).HasValue);
        await table.DeleteAsync();
    }

    [Fact]
    public async Task The_proxy_records_the_requests_to_each_service()
    {
        var table = new TableClient(proxy.ConnectionString, prefix);
        await table.CreateAsync();
        proxy.Forget();
        await table.UpsertEntityAsync(new TableEntity("p", "r"));
        await table.GetEntityIfExistsAsync<TableEntity>("p", "none");
        Assert.Equal(
            [(StorageService.Table, "PATCH", 204), (StorageService.Table, "GET", 404)],
            proxy.Requests.Select(request => (request.Service, request.Method, request.Status ?? 0)));
        Assert.Contains($"/{prefix}(PartitionKey='p',RowKey='r')", proxy.Requests[0].Target, StringComparison.Ordinal);
        Assert.Equal(1, proxy.Requests[1].Sequence - proxy.Requests[0].Sequence);
    }

    [Fact]
    public async Task A_request_cut_before_forwarding_has_no_effect_and_one_failed_after_forwarding_does()
    {
        var table = new TableClient(proxy.ConnectionString, prefix, Once(new TableClientOptions()));
        await table.CreateAsync();
        proxy.BeforeForward = request => Task.FromResult(request.Method == "PATCH" ? ProxyAction.Cut : ProxyAction.Continue);
        await Assert.ThrowsAsync<RequestFailedException>(() => table.UpsertEntityAsync(new TableEntity("p", "before")));
        proxy.BeforeForward = null;
        proxy.AfterForward = request => Task.FromResult(request is { Method: "PATCH", Status: 204 } ? ProxyAction.Answer(503) : ProxyAction.Continue);
        var failed = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpsertEntityAsync(new TableEntity("p", "after")));
        Assert.Equal((503, "ServerBusy"), (failed.Status, failed.ErrorCode));
        proxy.AfterForward = null;
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "before")).HasValue);
        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>("p", "after")).HasValue);
    }

    [Fact]
    public async Task A_service_that_refuses_fails_or_hangs_does_not_affect_the_others_and_recovers()
    {
        var table = new TableClient(proxy.ConnectionString, prefix, Once(new TableClientOptions()));
        var queue = new QueueClient(proxy.ConnectionString, prefix, Once(new QueueClientOptions()));
        await table.CreateAsync();

        proxy.Set(StorageService.Table, StorageMode.Refuse);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpsertEntityAsync(new TableEntity("p", "r")));
        Assert.Equal(0, refused.Status);
        await queue.CreateAsync();

        proxy.Set(StorageService.Table, StorageMode.Fail(500));
        var failed = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpsertEntityAsync(new TableEntity("p", "r")));
        Assert.Equal(500, failed.Status);

        proxy.Set(StorageService.Table, StorageMode.Hang);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.UpsertEntityAsync(new TableEntity("p", "r"), cancellationToken: patience.Token));
        proxy.Forget();
        var hanging = table.UpsertEntityAsync(new TableEntity("p", "r"));
        while (proxy.Requests.Count == 0) await Task.Yield();
        proxy.Set(StorageMode.Up);
        await Assert.ThrowsAsync<RequestFailedException>(() => hanging.WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
        await table.UpsertEntityAsync(new TableEntity("p", "r"));
        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task Requests_under_way_are_cut_when_storage_goes_down()
    {
        var table = new TableClient(proxy.ConnectionString, prefix, Once(new TableClientOptions()));
        await table.CreateAsync();
        proxy.BeforeForward = _ =>
        {
            proxy.Set(StorageMode.Refuse);
            return Task.FromResult(ProxyAction.Continue);
        };
        var cut = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpsertEntityAsync(new TableEntity("p", "r")));
        Assert.Equal(0, cut.Status);
    }

    [Fact]
    public async Task A_proxy_to_missing_storage_looks_like_missing_storage()
    {
        await using var nowhere = await StorageProxy.StartAsync(
            Azurite.ConnectionStringFor(new("http://127.0.0.1:1/"), new("http://127.0.0.1:1/"), new("http://127.0.0.1:1/")));
        var table = new TableClient(nowhere.ConnectionString, prefix, Once(new TableClientOptions()));
        var failed = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateAsync());
        Assert.Equal(0, failed.Status);
    }

    private static T Once<T>(T options)
        where T : Azure.Core.ClientOptions
    {
        options.Retry.MaxRetries = 0;
        return options;
    }
}
