using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessDecide.Storage;

/// <summary>
/// Stages written bytes as blocks of a blob and commits them on disposal. Until then the blob is absent or unchanged; the client's own
/// stream would first replace it with an empty blob.
/// </summary>
internal sealed class StagedBlobStream(BlockBlobClient blob, CancellationToken cancellationToken) : Stream
{
    private const int BlockSize = 1 << 20;

    // Another writer may stage blocks of the same blob at the same time; block names must differ so that neither commits the other's.
    private readonly Guid writer = Guid.NewGuid();
    private readonly List<string> staged = [];
    private readonly MemoryStream block = new(BlockSize);
    private bool committed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !committed;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(buffer.Length, BlockSize - (int)block.Length)];
            block.Write(part);
            buffer = buffer[part.Length..];
            if (block.Length < BlockSize) continue;
            blob.StageBlock(NextBlock(), block, cancellationToken: cancellationToken);
            block.SetLength(0);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(buffer.Length, BlockSize - (int)block.Length)];
            block.Write(part.Span);
            buffer = buffer[part.Length..];
            if (block.Length < BlockSize) continue;
            await blob.StageBlockAsync(NextBlock(), block, cancellationToken: cancellationToken);
            block.SetLength(0);
        }
    }

    public override void Flush()
    {
        // A block is staged when it is full, and the last one on disposal.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!committed)
        {
            if (block.Length > 0) await blob.StageBlockAsync(NextBlock(), block, cancellationToken: cancellationToken);
            await blob.CommitBlockListAsync(staged, new CommitBlockListOptions(), cancellationToken);
            committed = true;
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !committed)
        {
            if (block.Length > 0) blob.StageBlock(NextBlock(), block, cancellationToken: cancellationToken);
            blob.CommitBlockList(staged, new CommitBlockListOptions(), cancellationToken);
            committed = true;
        }

        base.Dispose(disposing);
    }

    private string NextBlock()
    {
        block.Position = 0;
        staged.Add(Convert.ToBase64String([.. writer.ToByteArray(), .. BitConverter.GetBytes(staged.Count)]));
        return staged[^1];
    }
}
