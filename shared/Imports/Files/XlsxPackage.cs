using System.IO.Compression;
using System.Text;
using System.Xml;

namespace ServerlessDecide.Imports;

/// <summary>A workbook holds more, once unpacked, than any file of an election.</summary>
internal sealed class WorkbookTooLargeException() : Exception("The workbook is too large.");

/// <summary>
/// A zip of which parts are read as XML, within bounds on its number of parts and on what they hold once unpacked. What the zip itself says
/// about sizes is not believed.
/// </summary>
internal sealed class XlsxPackage : IDisposable
{
    /// <summary>Maximum parts of a zip. A workbook of an election has some twenty.</summary>
    public const int MaxParts = 5_000;

    /// <summary>Maximum unpacked bytes that are read of one part, and of all.</summary>
    public const long MaxPart = 100_000_000;
    public const long MaxAll = 150_000_000;

    /// <summary>Maximum unpacked bytes for each packed one, beyond the first <see cref="FreeOfRatio"/>. Deflate reaches 1,032; tables 5 to 60.</summary>
    public const int MaxRatio = 200;
    private const long FreeOfRatio = 5_000_000;

    /// <summary>Maximum depth of elements. A sheet has six.</summary>
    private const int MaxDepth = 60;

    /// <summary>Maximum characters of the names of elements, attributes and namespaces of a part. A sheet has some hundred names.</summary>
    private const int MaxNames = 1_000_000;

    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> parts;
    private readonly long packed;
    private long unpacked;

    private XlsxPackage(ZipArchive zip, long packed)
    {
        this.zip = zip;
        this.packed = packed;
        parts = zip.Entries.DistinctBy(e => NameOf(e), StringComparer.OrdinalIgnoreCase).ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);
    }

    public bool HasWorkbook => Has("xl/workbook.xml") || (Has("[Content_Types].xml") && HasEndingWith("/workbook.xml"));

    /// <summary>The package, or null when the bytes are no zip.</summary>
    /// <exception cref="WorkbookTooLargeException">It <see cref="HasTooManyParts"/>.</exception>
    public static XlsxPackage? Open(ReadOnlyMemory<byte> file)
    {
        if (HasTooManyParts(file.Span)) throw new WorkbookTooLargeException();
        try
        {
            return new XlsxPackage(new ZipArchive(BinaryData.FromBytes(file).ToStream(), ZipArchiveMode.Read), file.Length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a zip may have more than <see cref="MaxParts"/> parts. ZipArchive holds every part of the directory, whatever number the end of
    /// the zip states, so this counts where a part of the directory can begin (APPNOTE 4.3.12).
    /// </summary>
    public static bool HasTooManyParts(ReadOnlySpan<byte> zip) => zip.Count("PK\x1\x2"u8) > MaxParts;

    public bool Has(string part) => parts.ContainsKey(part);

    public bool HasEndingWith(string end) => parts.Keys.Any(name => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>A reader of a part, or null when there is no such part. It loads nothing from elsewhere.</summary>
    public BoundedXml? Read(string part) => parts.TryGetValue(part, out var entry) ? new BoundedXml(new Unpacked(entry.Open(), this)) : null;

    public void Dispose() => zip.Dispose();

    private static string NameOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/').TrimStart('/');

    private void Count(long part, int read)
    {
        unpacked += read;
        if (part > MaxPart || unpacked > MaxAll || (unpacked > FreeOfRatio && unpacked / MaxRatio > packed)) throw new WorkbookTooLargeException();
    }

    /// <summary>Reads XML without a DTD, and elements nested no deeper than a sheet needs.</summary>
    internal sealed class BoundedXml(Stream part) : IDisposable
    {
        private readonly XmlReader xml = XmlReader.Create(part, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
            NameTable = new BoundedNames(),
        });

        private readonly char[] chunk = new char[1024];

        public bool IsElement => xml.NodeType == XmlNodeType.Element;

        public bool IsEmpty => xml.IsEmptyElement;

        /// <summary>The element's name without its namespace: transitional and strict workbooks have different ones.</summary>
        public string Name => xml.LocalName;

        public int Depth => xml.Depth;

        public string? this[string attribute] => xml.GetAttribute(attribute);

        /// <summary>The id of a relationship, in whichever namespace.</summary>
        public string? RelationshipId()
        {
            string? id = null;
            while (xml.MoveToNextAttribute())
            {
                if (xml.LocalName == "id" && xml.Prefix.Length > 0) id = xml.Value;
            }

            xml.MoveToElement();
            return id;
        }

        public bool Next()
        {
            if (!xml.Read()) return false;
            return xml.Depth <= MaxDepth ? true : throw new WorkbookTooLargeException();
        }

        /// <summary>Moves to the next element within the element at a depth. False at its end.</summary>
        public bool NextWithin(int depth)
        {
            while (Next())
            {
                if (IsElement) return xml.Depth > depth;
                if (xml.NodeType == XmlNodeType.EndElement && xml.Depth <= depth) return false;
            }

            return false;
        }

        /// <summary>The text of the current element, without its other elements; no more than <paramref name="most"/> characters of it are held.</summary>
        public string TextOf(int most)
        {
            var text = new StringBuilder();
            AppendTextTo(text, most);
            return text.ToString();
        }

        /// <summary>Appends what <see cref="TextOf"/> returns, until the whole has <paramref name="most"/> characters.</summary>
        public void AppendTextTo(StringBuilder text, int most)
        {
            if (IsEmpty) return;
            var depth = xml.Depth;
            while (Next() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth <= depth))
            {
                if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)) continue;
                for (int count; (count = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0;) text.Append(chunk, 0, Math.Min(count, most - text.Length));
            }
        }

        public void Dispose() => xml.Dispose();
    }

    /// <summary>The names that a reader of XML keeps to the end of a part, each once.</summary>
    private sealed class BoundedNames : NameTable
    {
        private int held;

        public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

        public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

        // What keeps a name takes as much memory as thirty characters.
        private string Counted(string name) => (held += name.Length + 30) <= MaxNames ? name : throw new WorkbookTooLargeException();
    }

    /// <summary>What a part unpacks to, counted. No tag may be longer than a sheet needs: the reader of XML holds it whole.</summary>
    private sealed class Unpacked(Stream part, XlsxPackage package) : Stream
    {
        private const int MaxTag = 65_536;

        private long read;
        private int tag = -1;
        private byte quote;
        private bool isMarkup;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var got = part.Read(buffer, offset, count);
            read += got;
            package.Count(read, got);
            foreach (var b in buffer.AsSpan(offset, got)) Watch(b);
            return got;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) part.Dispose();
            base.Dispose(disposing);
        }

        private void Watch(byte b)
        {
            if (tag < 0)
            {
                if (b == '<') (tag, quote) = (0, 0);
                return;
            }

            if (++tag > MaxTag) throw new WorkbookTooLargeException();
            // A declaration or a comment has no attributes.
            if (tag == 1) isMarkup = b is (byte)'!' or (byte)'?';
            if (isMarkup)
            {
                if (b == '>') tag = -1;
            }
            else if (quote != 0)
            {
                if (b == quote) quote = 0;
            }
            else if (b is (byte)'"' or (byte)'\'')
            {
                quote = b;
            }
            else if (b == '>')
            {
                tag = -1;
            }
        }
    }
}
