using System.Text.Json;

namespace ServerlessDecide.Imports;

/// <summary>
/// Reads the items of a list in a JSON document, one at a time, from a stream of UTF-8. The list is the document, or a member of the object
/// that it is. What the caller does not ask for is not read.
/// </summary>
/// <exception cref="JsonException">The document is no JSON, or an item is longer than the maximum.</exception>
internal sealed class JsonItemReader(Stream utf8, int maxItem)
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true };

    private byte[] buffer = new byte[65_536];
    private int start;
    private int end;
    private bool isFinal;
    private JsonReaderState state = new(Options);
    private JsonTokenType token;

    /// <summary>The <c>type</c> of the object that holds the list, once it was read.</summary>
    public string? Type { get; private set; }

    /// <summary>Whether the list was found.</summary>
    public bool HasList { get; private set; }

    /// <summary>Whether other values follow the document, as in JSON lines.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether an item is longer than the maximum.</summary>
    public bool HasTooLong { get; private set; }

    public IEnumerable<JsonDocument> Read(string list)
    {
        if (!Next()) throw new JsonException();
        if (token == JsonTokenType.StartArray)
        {
            HasList = true;
            foreach (var item in Items()) yield return item;
        }
        else if (token == JsonTokenType.StartObject)
        {
            while (Next(list, out var isList, out var isType) && token == JsonTokenType.PropertyName)
            {
                Next(isType);
                if (isList && token == JsonTokenType.StartArray && !HasList)
                {
                    HasList = true;
                    foreach (var item in Items()) yield return item;
                }
                else
                {
                    Skip();
                }
            }
        }

        HasMore = Next();
    }

    private IEnumerable<JsonDocument> Items()
    {
        while (Item() is { } item) yield return item;
    }

    // The next item of the list that is being read, or null at its end.
    private JsonDocument? Item()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinal, state);
            if (reader.Read())
            {
                var isEnd = reader.TokenType == JsonTokenType.EndArray;
                JsonDocument? item = null;
                if (isEnd || JsonDocument.TryParseValue(ref reader, out item))
                {
                    Consume(ref reader);
                    return item;
                }
            }

            if (end - start >= maxItem)
            {
                HasTooLong = true;
                throw new JsonException();
            }

            Fill();
        }
    }

    private bool Next(bool isType = false)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinal, state);
            if (reader.Read())
            {
                if (isType && reader.TokenType == JsonTokenType.String) Type = TextOf(ref reader);
                Consume(ref reader);
                return true;
            }

            if (isFinal) return false;
            Fill();
        }
    }

    private bool Next(string list, out bool isList, out bool isType)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinal, state);
            if (reader.Read())
            {
                var name = reader.TokenType == JsonTokenType.PropertyName ? TextOf(ref reader) : null;
                (isList, isType) = (name == list, name == "type");
                Consume(ref reader);
                return true;
            }

            if (isFinal) throw new JsonException();
            Fill();
        }
    }

    private void Skip()
    {
        for (var depth = 0; ; Next())
        {
            if (token is JsonTokenType.StartArray or JsonTokenType.StartObject) depth++;
            if (token is JsonTokenType.EndArray or JsonTokenType.EndObject) depth--;
            if (depth == 0) return;
        }
    }

    // Null for half a surrogate pair, which is no text.
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void Consume(ref Utf8JsonReader reader)
    {
        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        token = reader.TokenType;
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var count = utf8.Read(buffer, end, buffer.Length - end);
        end += count;
        isFinal = count == 0;
    }
}
