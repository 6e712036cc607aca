using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessDecide.Candidacies;

namespace ServerlessDecide.Content;

/// <summary>
/// Writes the list of candidates as a snapshot holds it: an array of the words that many share (contenders, offices, contests, genders), then
/// an array for each candidate, in the order of the import's columns, with indexes into the words; the role is true for the owner.
/// On a cold instance, thirty thousand JSON objects take ten times as long to read, and each would have its own copies of the words.
/// </summary>
internal sealed class CandidateListConverter : JsonConverter<IReadOnlyList<Candidate>>
{
    public override IReadOnlyList<Candidate> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.StartArray);
        var words = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) words.Add(reader.GetString()!);
        Expect(reader.TokenType == JsonTokenType.EndArray);

        var candidates = new List<Candidate>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            candidates.Add(new Candidate(
                Text(ref reader), Text(ref reader), Word(ref reader, words), Word(ref reader, words), Word(ref reader, words), Number(ref reader),
                Truth(ref reader) ? CandidacyRole.Owner : CandidacyRole.Alternate, Word(ref reader, words), Truth(ref reader)));
            Expect(reader.Read() && reader.TokenType == JsonTokenType.EndArray);
        }

        Expect(reader.TokenType == JsonTokenType.EndArray);
        return candidates;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<Candidate> value, JsonSerializerOptions options)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        writer.WriteStartArray();
        writer.WriteStartArray();
        foreach (var word in value.SelectMany(c => (string[])[c.Contender, c.Office, c.Contest, c.Gender]))
        {
            if (places.TryAdd(word, places.Count)) writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
        foreach (var c in value)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(c.Id);
            writer.WriteStringValue(c.Name);
            writer.WriteNumberValue(places[c.Contender]);
            writer.WriteNumberValue(places[c.Office]);
            writer.WriteNumberValue(places[c.Contest]);
            writer.WriteNumberValue(c.Position);
            writer.WriteBooleanValue(c.Role == CandidacyRole.Owner);
            writer.WriteNumberValue(places[c.Gender]);
            writer.WriteBooleanValue(c.Head);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.String);
        return reader.GetString()!;
    }

    private static string Word(ref Utf8JsonReader reader, List<string> words)
    {
        var place = Number(ref reader);
        Expect(place >= 0 && place < words.Count);
        return words[place];
    }

    private static int Number(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.Number);
        return reader.GetInt32();
    }

    private static bool Truth(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType is JsonTokenType.True or JsonTokenType.False);
        return reader.GetBoolean();
    }

    private static void Expect(bool isSo)
    {
        if (!isSo) throw new JsonException();
    }
}
