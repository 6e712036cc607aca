using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ServerlessDecide.Content;
using ServerlessDecide.Processes;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Content;

public sealed class ContentStoreTests
{
    [Fact]
    public async Task What_is_written_is_what_is_read()
    {
        var world = await World.NewAsync();

        var version = await world.Contents.WriteAsync(Edomex, Samples.Content, default);
        var read = await world.Contents.ReadAsync(Edomex, version, default);

        Assert.Equal(Json(Samples.Content), Json(read));
        Assert.Equal(Samples.Content.Sections, read.Sections);
    }

    [Fact]
    public async Task The_same_content_is_the_same_version_and_other_content_another()
    {
        var world = await World.NewAsync();
        var version = await world.Contents.WriteAsync(Edomex, Samples.Content, default);
        var other = Samples.Content with { Sections = [.. Samples.Content.Sections.Skip(1)] };

        Assert.Equal(version, await world.Contents.WriteAsync(Edomex, Samples.Content with { Districts = [.. Samples.Content.Districts] }, default));
        Assert.NotEqual(version, await world.Contents.WriteAsync(Edomex, other, default));
        Assert.Equal(Json(Samples.Content), Json(await world.Contents.ReadAsync(Edomex, version, default)));
    }

    [Fact]
    public async Task A_snapshot_belongs_to_its_process()
    {
        var world = await World.NewAsync();
        var version = await world.Contents.WriteAsync(Edomex, Samples.Content, default);

        await Assert.ThrowsAsync<InvalidDataException>(() => world.Contents.ReadAsync(ProcessId.Parse("atlautla-2022"), version, default));
        await Assert.ThrowsAsync<InvalidDataException>(() => world.Contents.ReadAsync(Edomex, new string('0', 32), default));
    }

    [Fact]
    public async Task A_broken_snapshot_is_told_apart_from_storage_that_fails()
    {
        var world = await World.NewAsync();
        var whole = Packed(Json(Samples.Content));
        byte[][] broken = [[], [1, 2, 3], Encoding.UTF8.GetBytes("{}"), whole[..(whole.Length / 2)], Packed("null"), Packed("{"), Packed("[]"), Packed("{\"districts\":7}")];
        foreach (var (bytes, i) in broken.Select((b, i) => (b, i)))
        {
            await world.Blobs.PutAsync(world.Names.ContentContainer, $"edomex-2021/content/broken{i}.json.gz", BinaryData.FromBytes(bytes), default);
            await Assert.ThrowsAsync<InvalidDataException>(() => world.Contents.ReadAsync(Edomex, $"broken{i}", default));
        }
    }

    private static string Json(ProcessContent content) => JsonSerializer.Serialize(content, ContentJson.Default.ProcessContent);

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
