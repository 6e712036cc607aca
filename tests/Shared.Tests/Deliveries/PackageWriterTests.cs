using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FsCheck.Fluent;
using ServerlessDecide.Comments;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Reactions;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Deliveries;

public sealed class PackageWriterTests
{
    private static readonly string[] Entries = ["reactions.csv", "comments.csv", "annex/quarantined.csv", "SHA256SUMS"];

    [Fact]
    public async Task A_package_holds_these_files_in_this_order()
    {
        var package = await WriteAsync([], []);
        using var zip = new ZipArchive(new MemoryStream(package.Bytes));

        Assert.Equal(Entries, zip.Entries.Select(e => e.FullName));
        Assert.Equal("target,kind,likes,dislikes,likesA,dislikesA,likesB,dislikesB,likesC,dislikesC\r\n", package.Text("reactions.csv"));
        Assert.Equal("receipt,receivedAt,target,targetKind,kind,text,class\r\n", package.Text("comments.csv"));
        Assert.Equal("receipt,receivedAt,target,targetKind,kind,text,class,status,reasons\r\n", package.Text("annex/quarantined.csv"));
    }

    [Fact]
    public async Task Every_target_has_a_row_with_its_likes_and_dislikes()
    {
        var package = await WriteAsync(
            [(PlatformTarget("agua"), new(1234567890123, 0)), (new("proposal", Slug.Parse("luz")), new(0, 4, 1, 2, 5, 1)), (PlatformTarget("vacia"), default)], []);

        Assert.Equal(
            "target,kind,likes,dislikes,likesA,dislikesA,likesB,dislikesB,likesC,dislikesC\r\nagua,platform,1234567890123,0,1234567890123,0,0,0,0,0\r\n"
            + "luz,proposal,6,7,0,4,1,2,5,1\r\nvacia,platform,0,0,0,0,0,0,0,0\r\n", package.Text("reactions.csv"));
    }

    [Fact]
    public async Task Accepted_comments_are_in_the_main_file_and_all_others_in_the_annex_with_their_reasons()
    {
        Comment[] comments =
        [
            NewComment("aceptado"),
            NewComment("retenido") with { Status = CommentStatus.Held, Reasons = ["link"], Class = QualityClass.B, Target = new("proposal", Slug.Parse("luz")) },
            NewComment("en cuarentena") with { Status = CommentStatus.Quarantined, Reasons = ["threat", "insult"], Class = QualityClass.C, Kind = CommentKind.Proposal },
        ];
        var package = await WriteAsync([], comments);

        Assert.Equal(
            [["receipt", "receivedAt", "target", "targetKind", "kind", "text", "class"], [comments[0].Receipt.ToString(), "2021-05-10T12:34:56-05:00", "agua", "platform", "idea", "aceptado", "A"]],
            package.Rows("comments.csv"));
        Assert.Equal(
            [
                ["receipt", "receivedAt", "target", "targetKind", "kind", "text", "class", "status", "reasons"],
                [comments[1].Receipt.ToString(), "2021-05-10T12:34:56-05:00", "luz", "proposal", "idea", "retenido", "B", "held", "link"],
                [comments[2].Receipt.ToString(), "2021-05-10T12:34:56-05:00", "agua", "platform", "proposal", "en cuarentena", "C", "quarantined", "threat|insult"],
            ],
            package.Rows("annex/quarantined.csv"));
    }

    [Fact]
    public async Task Every_comment_received_is_in_exactly_one_of_the_two_files()
    {
        var statuses = new[] { CommentStatus.Accepted, CommentStatus.Held, CommentStatus.Quarantined };
        var comments = AcceptedText.Sample(30, 200).Select((text, i) => NewComment(text) with { Status = statuses[i % 3] }).ToList();

        var package = await WriteAsync([], comments);

        var receipts = package.Rows("comments.csv").Skip(1).Concat(package.Rows("annex/quarantined.csv").Skip(1)).Select(row => row[0]);
        Assert.Equal(comments.Select(c => c.Receipt.ToString()).Order(StringComparer.Ordinal), receipts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_comment_reaches_the_contender_unaltered()
    {
        var texts = AcceptedText.Sample(60, 300).Concat(
        [
            "\"", "\"\"", "a\"b", ",", ";", "uno\ndos", "uno\r\ndos", "uno\rdos", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "'x", "a\tb", "|",
            "😀 👩‍👩‍👧", "\uFFFE", "null", "\\n", "#", " ", "x", "e\u0301", "\u200Bx\u200B",
        ]).ToList();

        var package = await WriteAsync([], [.. texts.Select(NewComment)]);

        Assert.Equal(texts, package.Rows("comments.csv").Skip(1).Select(row => row[5]));
    }

    [Fact]
    public async Task The_same_data_gives_the_same_bytes()
    {
        var comments = AcceptedText.Sample(30, 50).Select(NewComment).ToList();
        var first = await WriteAsync([(PlatformTarget("agua"), new(3, 4))], comments);
        var second = await WriteAsync([(PlatformTarget("agua"), new(3, 4))], comments, slowly: true);

        Assert.Equal(first.Bytes, second.Bytes);
        Assert.Equal(first.Written, second.Written);
        Assert.NotEqual(first.Bytes, (await WriteAsync([(PlatformTarget("agua"), new(4, 4))], comments)).Bytes);
    }

    [Fact]
    public async Task The_checksums_pass_sha256sum_and_the_hash_is_that_of_the_whole_package()
    {
        var package = await WriteAsync([(PlatformTarget("agua"), new(3, 4))], [NewComment("ñ 😀")]);

        var sums = package.Text("SHA256SUMS").Split('\n');
        Assert.Equal(["annex/quarantined.csv", "comments.csv", "reactions.csv", ""], sums.Select(line => line.Length > 66 ? line[66..] : line));
        foreach (var line in sums[..^1])
        {
            Assert.Equal("  ", line[64..66]);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(package.Entry(line[66..]))), line[..64]);
        }

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(package.Bytes)), package.Written.Sha256);
        Assert.Equal(package.Bytes.Length, package.Written.Bytes);
    }

    [Fact]
    public async Task Files_are_UTF_8_without_a_byte_order_mark_and_lines_end_in_CRLF()
    {
        var package = await WriteAsync([(PlatformTarget("agua"), default)], [NewComment("ñ"), NewComment("x") with { Status = CommentStatus.Held }]);
        foreach (var entry in Entries[..3])
        {
            var bytes = package.Entry(entry);
            Assert.False(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble));
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
            Assert.Equal(text.Count(c => c == '\n'), text.Split("\r\n").Length - 1);
        }
    }

    [Fact]
    public async Task A_package_does_not_identify_visitors()
    {
        var comment = NewComment("x");
        var package = await WriteAsync([], [comment, comment with { Status = CommentStatus.Quarantined }]);

        Assert.All(Entries, entry => Assert.DoesNotContain(comment.Visitor.Value, package.Text(entry), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unmoderated_comment_fails_the_package() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync([], [NewComment("x"), NewComment("y") with { Status = CommentStatus.Received }]));

    [Fact]
    public async Task A_package_can_be_written_to_a_write_only_stream()
    {
        var comments = Enumerable.Range(0, 2000).Select(i => NewComment($"comentario {i}")).ToList();
        using var whole = new MemoryStream();
        await using (var oneWay = new OneWay(whole)) await new PackageWriter(Process()).WriteAsync(oneWay, [], _ => comments.ToAsyncEnumerable(), default);

        using var zip = new ZipArchive(new MemoryStream(whole.ToArray()));
        Assert.Equal(Entries, zip.Entries.Select(e => e.FullName));
        Assert.Equal(2001, CsvText.Parse(new StreamReader(zip.GetEntry("comments.csv")!.Open()).ReadToEnd()).Count);
    }

    private static Comment NewComment(string text) => new(
        Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("agua"), Slug.Parse("maiz"), CommentKind.Idea, text,
        At("2021-05-10T12:34:56").AddMilliseconds(789), CommentStatus.Accepted, [], At("2021-05-10T13:00"));

    private static async Task<Package> WriteAsync(IReadOnlyList<(Target Target, Tally Tally)> targets, IReadOnlyList<Comment> comments, bool slowly = false)
    {
        using var stream = new MemoryStream();
        var written = await new PackageWriter(Process()).WriteAsync(stream, targets, _ => ReadAsync(), default);
        return new Package(stream.ToArray(), written);

        async IAsyncEnumerable<Comment> ReadAsync()
        {
            foreach (var comment in comments)
            {
                if (slowly) await Task.Yield();
                yield return comment;
            }
        }
    }

    private sealed record Package(byte[] Bytes, WrittenPackage Written)
    {
        public byte[] Entry(string name)
        {
            using var zip = new ZipArchive(new MemoryStream(Bytes));
            using var entry = zip.GetEntry(name)!.Open();
            using var copy = new MemoryStream();
            entry.CopyTo(copy);
            return copy.ToArray();
        }

        public string Text(string name) => Encoding.UTF8.GetString(Entry(name));

        public List<string[]> Rows(string name) => CsvText.Parse(Text(name));
    }

    private sealed class OneWay(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
