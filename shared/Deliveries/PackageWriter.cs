using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using ServerlessDecide.Comments;
using ServerlessDecide.Exports;
using ServerlessDecide.Processes;
using ServerlessDecide.Reactions;

namespace ServerlessDecide.Deliveries;

/// <summary>The hash, the size and the counts of a package.</summary>
/// <param name="Reactions">The sum over its <c>reactions.csv</c>.</param>
/// <param name="Comments">Rows of <c>comments.csv</c> and of the annex together.</param>
public readonly record struct WrittenPackage(string Sha256, long Bytes, Tally Reactions, long Comments);

/// <summary>
/// Writes one package straight into a stream, row by row. The same data gives the same bytes: entries in a fixed order with a fixed time,
/// rows in the order of their keys, UTF-8 without BOM, CRLF.
/// </summary>
public sealed class PackageWriter(ElectoralProcess process)
{
    private Tally reactions;
    private long commentRows;

    // The earliest time that a zip file can express.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    // Nothing is escaped, not even formulas: every text must reach the contender unaltered.
    private static readonly CsvWriterOptions Csv = new() { NewLine = "\r\n", WriteByteOrderMark = false, Injection = CsvInjection.None };

    /// <param name="targets">All targets of the contender, each with its tally.</param>
    /// <param name="comments">Reads all comments to the contender, in the order of their receipts; called once for each file.</param>
    /// <exception cref="InvalidOperationException">A comment has not been moderated.</exception>
    public async Task<WrittenPackage> WriteAsync(
        Stream stream,
        IReadOnlyList<(Target Target, Tally Tally)> targets,
        Func<CancellationToken, IAsyncEnumerable<Comment>> comments,
        CancellationToken cancellationToken)
    {
        using var hashed = new HashingStream(stream);
        var sums = new List<(string Name, string Sha256)>();
        await using (var zip = await ZipArchive.CreateAsync(hashed, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken))
        {
            await AddAsync(zip, sums, "reactions.csv", ReactionColumns, Reactions(targets), cancellationToken);
            await AddAsync(zip, sums, "comments.csv", CommentColumns, Accepted(comments(cancellationToken)), cancellationToken);
            await AddAsync(zip, sums, "annex/quarantined.csv", [.. CommentColumns, "status", "reasons"], Annexed(comments(cancellationToken)), cancellationToken);
            await WriteSumsAsync(zip, sums, cancellationToken);
        }

        return new WrittenPackage(hashed.Finish(), hashed.Written, reactions, commentRows);
    }

    private static readonly string[] ReactionColumns =
    [
        "target", "kind", "likes", "dislikes", "likesA", "dislikesA", "likesB", "dislikesB", "likesC", "dislikesC",
    ];

    private static readonly string[] CommentColumns = ["receipt", "receivedAt", "target", "targetKind", "kind", "text", "class"];

    private async IAsyncEnumerable<string[]> Reactions(IReadOnlyList<(Target Target, Tally Tally)> targets)
    {
        foreach (var (target, tally) in targets)
        {
            long[] numbers = [tally.Likes, tally.Dislikes, tally.LikesA, tally.DislikesA, tally.LikesB, tally.DislikesB, tally.LikesC, tally.DislikesC];
            reactions += tally;
            yield return [target.Id.Value, target.Kind, .. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))];
        }

        await Task.CompletedTask;
    }

    private async IAsyncEnumerable<string[]> Accepted(IAsyncEnumerable<Comment> comments)
    {
        await foreach (var comment in comments)
        {
            if (comment.Status == CommentStatus.Received) throw new InvalidOperationException("A comment waits for moderation.");
            if (comment.Status == CommentStatus.Accepted) yield return Row(comment);
        }
    }

    // Comments that are undecided at delivery go with the quarantined ones: a package leaves nothing out.
    private async IAsyncEnumerable<string[]> Annexed(IAsyncEnumerable<Comment> comments)
    {
        await foreach (var comment in comments)
        {
            if (comment.Status != CommentStatus.Accepted) yield return [.. Row(comment), comment.Status.Name(), string.Join('|', comment.Reasons)];
        }
    }

    private string[] Row(Comment comment)
    {
        commentRows++;
        return
        [
            comment.Receipt.ToString(),
            process.Local(comment.ReceivedAt).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            comment.Target.Id.Value,
            comment.Target.Kind,
            comment.Kind.Name(),
            comment.Text,
            comment.Class.ToString(),
        ];
    }


    private static async Task AddAsync(
        ZipArchive zip,
        List<(string Name, string Sha256)> sums,
        string name,
        string[] header,
        IAsyncEnumerable<string[]> rows,
        CancellationToken cancellationToken)
    {
        using var hashed = new HashingStream(await OpenAsync(zip, name, cancellationToken));
        await using (var csv = CsvWriter.Create(hashed, Csv, leaveOpen: true))
        {
            await csv.WriteRecordAsync(header, cancellationToken);
            await foreach (var row in rows.WithCancellation(cancellationToken)) await csv.WriteRecordAsync(row, cancellationToken);
        }

        await hashed.DisposeInnerAsync();
        sums.Add((name, hashed.Finish()));
    }

    private static async Task WriteSumsAsync(ZipArchive zip, List<(string Name, string Sha256)> sums, CancellationToken cancellationToken)
    {
        await using var entry = await OpenAsync(zip, "SHA256SUMS", cancellationToken);
        var text = string.Concat(sums.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => $"{s.Sha256}  {s.Name}\n"));
        await entry.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private static async Task<Stream> OpenAsync(ZipArchive zip, string name, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = EntryTime;
        return await entry.OpenAsync(cancellationToken);
    }

    /// <summary>Hashes and counts what passes through it.</summary>
    private sealed class HashingStream(Stream inner) : WriteOnlyStream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Written { get; private set; }

        public string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

        public ValueTask DisposeInnerAsync() => inner.DisposeAsync();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Note(buffer);
            inner.Write(buffer);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Note(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing) hash.Dispose();
            base.Dispose(disposing);
        }

        private void Note(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            Written += bytes.Length;
        }
    }
}
