using System.Security.Cryptography;
using Azure;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Shared.Tests.Storage;

public sealed class BlobsTests
{
    private const string Name = "folder/a blob, ¿verdad?.json";

    [Fact]
    public async Task Inserting_a_blob_again_leaves_the_first_as_it_is()
    {
        var world = await World.NewAsync();

        Assert.True(await world.Blobs.InsertAsync(world.Names.WorkContainer, Name, BinaryData.FromString("first"), default));
        Assert.False(await world.Blobs.InsertAsync(world.Names.WorkContainer, Name, BinaryData.FromString("second"), default));
        Assert.Equal("first", await TextAsync(world));
    }

    [Fact]
    public async Task One_of_many_concurrent_inserts_of_a_blob_into_a_missing_container_wins()
    {
        var world = await World.NewAsync();

        var inserted = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => world.Blobs.InsertAsync(world.Names.WorkContainer, Name, BinaryData.FromString($"{i}"), default)));

        Assert.Single(inserted, won => won);
        Assert.Equal($"{Array.IndexOf(inserted, true)}", await TextAsync(world));
    }

    [Fact]
    public async Task A_blob_is_replaced_only_from_its_current_version()
    {
        var world = await World.NewAsync();
        await world.Blobs.PutAsync(world.Names.WorkContainer, Name, BinaryData.FromString("first"), default);
        var read = (await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default))!.Value.ETag;

        Assert.True(await world.Blobs.ReplaceAsync(world.Names.WorkContainer, Name, BinaryData.FromString("one"), read, default));
        Assert.False(await world.Blobs.ReplaceAsync(world.Names.WorkContainer, Name, BinaryData.FromString("other"), read, default));
        Assert.Equal("one", await TextAsync(world));
    }

    [Fact]
    public async Task A_missing_blob_is_not_replaced()
    {
        var world = await World.NewAsync();

        Assert.False(await world.Blobs.ReplaceAsync(world.Names.WorkContainer, Name, BinaryData.FromString("x"), new ETag("\"0x1\""), default));
        Assert.Null(await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default));
    }

    [Theory]
    [InlineData(409, "ContainerBeingDeleted")]
    [InlineData(409, "BlobImmutableDueToPolicy")]
    [InlineData(412, "LeaseIdMissing")]
    public async Task A_refused_blob_write_throws_unless_its_condition_failed(int status, string code)
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync(proxy.ConnectionString);
        proxy.BeforeForward = request => Task.FromResult(request.Method == "PUT" ? ProxyAction.Answer(status, code) : ProxyAction.Continue);
        foreach (var write in (Func<Task>[])
            [
                () => world.Blobs.PutAsync(world.Names.WorkContainer, Name, BinaryData.FromString("x"), default),
                () => world.Blobs.InsertAsync(world.Names.WorkContainer, Name, BinaryData.FromString("x"), default),
                () => world.Blobs.ReplaceAsync(world.Names.WorkContainer, Name, BinaryData.FromString("x"), new ETag("\"0x1\""), default),
            ])
        {
            Assert.Equal((status, code), await Assert.ThrowsAsync<RequestFailedException>(write) is var refused ? (refused.Status, refused.ErrorCode!) : default);
        }
    }

    [Fact]
    public async Task Reading_a_blob_with_its_current_version_returns_null()
    {
        var world = await World.NewAsync();
        await world.Blobs.PutAsync(world.Names.WorkContainer, Name, BinaryData.FromString("first"), default);
        var read = (await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default))!.Value;

        Assert.Null(await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, read.ETag, default));
        await world.Blobs.PutAsync(world.Names.WorkContainer, Name, BinaryData.FromString("second"), default);
        Assert.Equal("second", (await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, read.ETag, default))!.Value.Content.ToString());
    }

    [Fact]
    public async Task A_missing_blob_or_container_reads_as_absent()
    {
        var world = await World.NewAsync();

        Assert.Null(await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default));
        Assert.Null(await world.Blobs.OpenReadAsync(world.Names.WorkContainer, Name, default));
        await world.Blobs.PutAsync(world.Names.WorkContainer, "another", BinaryData.FromString("x"), default);
        Assert.Null(await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default));
        Assert.Null(await world.Blobs.OpenReadAsync(world.Names.WorkContainer, Name, default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_000_001)]
    public async Task A_stream_of_any_length_is_copied_whole(int length)
    {
        var world = await World.NewAsync();
        var bytes = RandomNumberGenerator.GetBytes(length);

        await world.Blobs.PutStreamAsync(world.Names.WorkContainer, Name, new Source(bytes, null), default);
        Assert.Equal(bytes, await BytesAsync(world));

        await using (var stream = await world.Blobs.OpenWriteAsync(world.Names.PackagesContainer, Name, default)) await stream.WriteAsync(bytes);
        await using var written = (await world.Blobs.OpenReadAsync(world.Names.PackagesContainer, Name, default))!;
        Assert.Equal(SHA256.HashData(bytes), await SHA256.HashDataAsync(written));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(9_000_000)]
    public async Task A_blob_whose_source_fails_halfway_does_not_appear(int failsAfter)
    {
        var world = await World.NewAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => world.Blobs.PutStreamAsync(
            world.Names.WorkContainer, Name, new Source(new byte[failsAfter * 2], failsAfter), default));

        Assert.Null(await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default));
    }

    [Fact]
    public async Task A_blob_whose_source_fails_halfway_leaves_the_previous_one()
    {
        var world = await World.NewAsync();
        await world.Blobs.PutAsync(world.Names.WorkContainer, Name, BinaryData.FromString("before"), default);

        await Assert.ThrowsAnyAsync<Exception>(() => world.Blobs.PutStreamAsync(
            world.Names.WorkContainer, Name, new Source(new byte[100], 50), default));

        Assert.Equal("before", await TextAsync(world));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3_000_000)]
    public async Task A_new_blob_appears_only_when_its_stream_is_disposed(int length)
    {
        var world = await World.NewAsync();

        var stream = await world.Blobs.OpenWriteAsync(world.Names.WorkContainer, Name, default);
        await stream.WriteAsync(new byte[length]);
        await stream.FlushAsync();
        Assert.Null(await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default));

        await stream.DisposeAsync();
        Assert.Equal(length, (await BytesAsync(world)).Length);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3_000_000)]
    public async Task A_blob_being_replaced_stays_as_it_was_until_the_stream_is_disposed(int length)
    {
        var world = await World.NewAsync();
        await world.Blobs.PutAsync(world.Names.WorkContainer, Name, BinaryData.FromString("before"), default);

        var stream = await world.Blobs.OpenWriteAsync(world.Names.WorkContainer, Name, default);
        await stream.WriteAsync(new byte[length]);
        Assert.Equal("before", await TextAsync(world));

        await stream.DisposeAsync();
        Assert.Equal(length, (await BytesAsync(world)).Length);
    }

    [Fact]
    public async Task Neither_of_two_concurrent_writers_of_a_blob_commits_blocks_of_the_other()
    {
        var world = await World.NewAsync();
        var one = await world.Blobs.OpenWriteAsync(world.Names.WorkContainer, Name, default);
        var other = await world.AnotherInstance().Blobs.OpenWriteAsync(world.Names.WorkContainer, Name, default);
        var ones = Enumerable.Repeat((byte)1, 2_500_000).ToArray();
        await one.WriteAsync(ones);
        await other.WriteAsync(new byte[2_500_000]);

        await one.DisposeAsync();
        await Assert.ThrowsAsync<RequestFailedException>(async () => await other.DisposeAsync());

        Assert.Equal(ones, await BytesAsync(world));
    }

    private static async Task<string> TextAsync(World world) =>
        (await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default))!.Value.Content.ToString();

    private static async Task<byte[]> BytesAsync(World world) =>
        (await world.Blobs.ReadAsync(world.Names.WorkContainer, Name, null, default))!.Value.Content.ToArray();

    /// <summary>A stream like a body from the network: its length is unknown, and it may break off.</summary>
    private sealed class Source(byte[] bytes, int? failsAfter) : MemoryStream(bytes, writable: false)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position >= failsAfter) throw new IOException("The connection was cut.");
            return base.Read(buffer, offset, Math.Min(count, 100_000));
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, count));
    }
}
