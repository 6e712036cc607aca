namespace ServerlessDecide.Exports;

/// <summary>
/// Takes what is written at once and passes it on in pieces, for a response takes none but asynchronous writes and an entry of a zip
/// file ends with others, however it is closed.
/// </summary>
internal sealed class PieceStream : Stream
{
    private readonly MemoryStream piece = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Passes on what was written, when there is enough of it.</summary>
    public async ValueTask SendAsync(Stream target, int enough, CancellationToken cancellationToken)
    {
        if (piece.Length < enough) return;
        await target.WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), cancellationToken);
        piece.SetLength(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => piece.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => piece.Write(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) piece.Dispose();
        base.Dispose(disposing);
    }
}
