namespace ServerlessDecide.Exports;

/// <summary>
/// Buffers synchronous writes and passes them on in pieces. A response accepts only asynchronous writes, but closing an entry of a zip file
/// writes synchronously.
/// </summary>
internal sealed class PieceStream : WriteOnlyStream
{
    private readonly MemoryStream piece = new();

    /// <summary>Passes on the buffered bytes if there are enough.</summary>
    public async ValueTask SendAsync(Stream target, int enough, CancellationToken cancellationToken)
    {
        if (piece.Length < enough) return;
        await target.WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), cancellationToken);
        piece.SetLength(0);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => piece.Write(buffer);

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) piece.Dispose();
        base.Dispose(disposing);
    }
}
