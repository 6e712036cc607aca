using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
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
    public async Task A_damaged_snapshot_is_told_apart_from_storage_that_fails()
    {
        var world = await World.NewAsync();
        var version = await world.Contents.WriteAsync(Edomex, Samples.Content, default);
        var whole = (await world.Blobs.ReadAsync(world.Names.ContentContainer, $"edomex-2021/content/{version}.zip", null, default))!.Value.Content.ToArray();
        var flipped = whole.ToArray();
        flipped[whole.Length / 3] ^= 1;
        foreach (var bytes in new[] { [], [1, 2, 3], whole[..(whole.Length / 2)], flipped, [.. whole, 0] })
        {
            await world.Blobs.PutAsync(world.Names.ContentContainer, $"edomex-2021/content/{version}.zip", BinaryData.FromBytes(bytes), default);
            await Assert.ThrowsAsync<InvalidDataException>(() => world.Contents.ReadAsync(Edomex, version, default));
        }
    }

    [Fact]
    public async Task Candidates_are_kept_to_the_last_value()
    {
        var world = await World.NewAsync();
        IReadOnlyList<Candidate> candidates =
        [
            new("a-1", "Ñusta \"O'Hara\" 🌵", "maiz", "diputacion", "legislature-7", 1, CandidacyRole.Owner, "mujer", true),
            new("a-2", "Zoé", "maiz", "diputacion", "legislature-7", 1, CandidacyRole.Alternate, "hombre", false),
            new("b-1", "Ana", "lluvia", "regiduria", "council-15106", 12, CandidacyRole.Owner, "mujer", false),
        ];
        var version = await world.Contents.WriteAsync(Edomex, Samples.Content with { Candidates = candidates }, default);
        Assert.Equal(candidates, (await world.Contents.ReadAsync(Edomex, version, default)).Candidates);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[[\"maiz\"],[\"a\",\"Ana\",0,0,1,1,true,0,false]]")]
    [InlineData("[[\"maiz\"],[\"a\",\"Ana\",0,0,-1,1,true,0,false]]")]
    [InlineData("[[\"maiz\"],[\"a\",\"Ana\",0,0,0,1,true,0]]")]
    [InlineData("[[\"maiz\"],[\"a\",\"Ana\",0,0,0,1,true,0,false,1]]")]
    [InlineData("[[\"maiz\"],[\"a\",null,0,0,0,1,true,0,false]]")]
    [InlineData("[[\"maiz\"],[\"a\",\"Ana\",0.5,0,0,1,true,0,false]]")]
    [InlineData("[[7]]")]
    public async Task Candidates_that_are_written_otherwise_are_invalid(string part)
    {
        var world = await World.NewAsync();
        var read = await WithPartAsync(world, "candidates", part);
        Assert.Throws<InvalidDataException>(() => read.Candidates.Count);
    }

    [Fact]
    public async Task A_part_that_this_version_cannot_read_is_invalid_when_it_is_looked_at()
    {
        var world = await World.NewAsync();
        var read = await WithPartAsync(world, "districts", "{\"from\":\"another version\"}");
        Assert.Empty(read.Platforms);
        Assert.Throws<InvalidDataException>(() => read.Districts.Count);
        Assert.Throws<InvalidDataException>(new ContentIndex(read).BuildIndexes);
    }

    [Fact]
    public async Task A_part_above_the_limit_is_neither_written_nor_unpacked()
    {
        var world = await World.NewAsync();
        var version = await world.Contents.WriteAsync(Edomex, Samples.Content, default);
        var small = new ContentStore(world.Blobs, world.Names) { MaxPart = 200 };

        await Assert.ThrowsAsync<ContentTooLargeException>(() => small.WriteAsync(ProcessId.Parse("otro-2021"), Samples.Content, default));
        Assert.Empty(await world.Blobs.ListAsync(world.Names.ContentContainer, "otro-2021/", default));
        var read = await small.ReadAsync(Edomex, version, default);
        Assert.NotEmpty(read.Districts);
        Assert.Throws<InvalidDataException>(() => read.Platforms.Count);
        Assert.Throws<InvalidDataException>(new ContentIndex(read).BuildIndexes);
    }

    private static async Task<ProcessContent> WithPartAsync(World world, string part, string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(part + ".json").Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        var version = Convert.ToHexStringLower(SHA256.HashData(packed.ToArray()).AsSpan(0, 16));
        await world.Blobs.PutAsync(world.Names.ContentContainer, $"edomex-2021/content/{version}.zip", BinaryData.FromBytes(packed.ToArray()), default);
        return await world.Contents.ReadAsync(Edomex, version, default);
    }

    private static string Json(ProcessContent content) => JsonSerializer.Serialize(content);
}
