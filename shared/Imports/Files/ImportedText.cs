using System.Buffers;
using System.Text;

namespace ServerlessDecide.Imports;

/// <summary>Who says that the text of a file is what its author wrote.</summary>
public enum TextTrust
{
    /// <summary>The bytes: valid UTF-8, a byte order mark, a workbook.</summary>
    Certain,

    /// <summary>Nobody. Windows-1252 is what is left, and other encodings can be read as it.</summary>
    Guessed,

    /// <summary>The person who sent the file and named its encoding.</summary>
    Named,
}

/// <summary>The text of a file: its bytes, and the encoding in which they are read.</summary>
public sealed class ImportedText
{
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly Encoding encoding;

    static ImportedText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private ImportedText(ReadOnlyMemory<byte> bytes, Encoding encoding, TextTrust trust, bool hasInvalidBytes = false)
    {
        this.bytes = bytes;
        this.encoding = encoding;
        Trust = trust;
        HasInvalidBytes = hasInvalidBytes;
    }

    public TextTrust Trust { get; }

    /// <summary>Whether the text has U+FFFD in the place of bytes that the encoding does not know.</summary>
    public bool HasInvalidBytes { get; }

    /// <summary>The encodings that a person can name, by the names under which programs offer them.</summary>
    public static IReadOnlyList<string> Encodings { get; } = ["utf-8", "utf-16", "windows-1252", "macintosh", "ibm850", "ibm437"];

    /// <summary>One of <see cref="Encodings"/>, or null.</summary>
    public static string? EncodingNamed(string name) => name.ToLowerInvariant() switch
    {
        "utf-8" or "utf8" => "utf-8",
        "utf-16" or "utf16" or "utf-16le" or "utf-16be" or "unicode" => "utf-16",
        // Whoever says Latin-1 means what Windows writes (WHATWG Encoding, 4.2).
        "windows-1252" or "cp1252" or "latin1" or "latin-1" or "iso-8859-1" or "ansi" => "windows-1252",
        "macintosh" or "macroman" or "mac" or "x-mac-roman" => "macintosh",
        "ibm850" or "cp850" => "ibm850",
        "ibm437" or "cp437" => "ibm437",
        _ => null,
    };

    /// <summary>
    /// The text of a file whose encoding nobody named: UTF-16 when it begins with a BOM or looks like UTF-16, UTF-8 when its bytes are valid
    /// UTF-8, and Windows-1252 when none of its bytes beyond ASCII are text in UTF-8. A file with both kinds is UTF-8 with invalid bytes.
    /// </summary>
    /// <param name="named">One of <see cref="Encodings"/>, or null. A named encoding is taken at its word.</param>
    public static ImportedText Of(ReadOnlyMemory<byte> file, string? named = null)
    {
        var trust = named is null ? TextTrust.Certain : TextTrust.Named;
        var span = file.Span;
        var isMarkedUtf8 = span.StartsWith(Encoding.UTF8.Preamble);
        // A BOM of UTF-8 contradicts every other name.
        if (isMarkedUtf8) return OfUtf8(file[3..], trust, isContradicted: named is not (null or "utf-8"));
        if (named is null or "utf-16")
        {
            if (span.StartsWith(Encoding.Unicode.Preamble)) return new ImportedText(file[2..], Encoding.Unicode, trust);
            if (span.StartsWith(Encoding.BigEndianUnicode.Preamble)) return new ImportedText(file[2..], Encoding.BigEndianUnicode, trust);
            // A table and JSON both begin with two ASCII characters.
            if (span.Length >= 4 && span[0] == 0 && span[2] == 0 && span[1] != 0) return new ImportedText(file, Encoding.BigEndianUnicode, trust);
            if (named is not null || (span.Length >= 4 && span[1] == 0 && span[3] == 0 && span[0] != 0)) return new ImportedText(file, Encoding.Unicode, trust);
        }

        if (named is "utf-8" || (named is null && (IsUtf8(span) || HasUtf8Text(span)))) return OfUtf8(file, trust, isContradicted: false);
        return new ImportedText(file, Encoding.GetEncoding(named ?? "windows-1252"), named is null ? TextTrust.Guessed : trust);
    }

    public TextReader OpenText() => new StreamReader(Open(), encoding, detectEncodingFromByteOrderMarks: false);

    /// <summary>The text as UTF-8, for readers of JSON.</summary>
    public Stream OpenUtf8() => encoding is UTF8Encoding && !HasInvalidBytes ? Open() : Encoding.CreateTranscodingStream(Open(), encoding, new UTF8Encoding(false));

    /// <summary>The first characters, at most.</summary>
    public string Beginning(int most)
    {
        using var reader = OpenText();
        var text = new char[most];
        return new string(text, 0, reader.ReadBlock(text));
    }

    private static ImportedText OfUtf8(ReadOnlyMemory<byte> file, TextTrust trust, bool isContradicted) =>
        new(file, new UTF8Encoding(false), trust, isContradicted || !IsUtf8(file.Span));

    private static bool IsUtf8(ReadOnlySpan<byte> file) => System.Text.Unicode.Utf8.IsValid(file);

    // Windows-1252 has such pairs too, É and a closing quotation mark, but read as UTF-8 they are no letters that people here write.
    private static bool HasUtf8Text(ReadOnlySpan<byte> file)
    {
        while (file.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is >= 0 and var at)
        {
            file = file[at..];
            if (Rune.DecodeFromUtf8(file, out var rune, out var length) == OperationStatus.Done && IsWrittenHere(rune.Value)) return true;
            file = file[Math.Max(1, length)..];
        }

        return false;
    }

    private static bool IsWrittenHere(int rune) => rune is < 0x240 or (>= 0x300 and < 0x340) or (>= 0x1E00 and < 0x1F00) or (>= 0x2000 and < 0x20D0) or >= 0x1F000;

    private Stream Open() => BinaryData.FromBytes(bytes).ToStream();
}
