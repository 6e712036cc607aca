using Microsoft.AspNetCore.Http;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Candidacies;

/// <summary>
/// The query of the list of candidates, the same for the list and its downloads. A filter that names an unknown district, contender and so
/// on is refused by name, because an empty list would look as if nobody stood there.
/// </summary>
[Query("q", "Words in any order, each any part of the name; accents and case do not count.")]
[Query("district", "In the contest of this district.")]
[Query("municipality", "In the contest of this municipality, by its code.")]
[Query("contender", "Of this contender, by its id.")]
[Query("office", "For this office, by its id.")]
[Query("role", "Who takes the seat or who stands in.", Values = ["owner", "alternate"])]
[Query("gender", "A word of the institute's register: female, male, nonbinary.")]
[Query("head", "Whether they head a formula or slate.", Values = ["true", "false"])]
internal static class CandidateRequest
{
    private const int MaxText = 100;

    /// <summary>The rule that a filter with an unknown value breaks.</summary>
    public static readonly Wording Unknown = new("no existe", "does not exist");

    // Valid values even when no candidate of that gender stands.
    private static readonly string[] UsualGenders = ["female", "male", "nonbinary"];

    /// <summary>Returns the query, or null and its errors.</summary>
    public static CandidateQuery? Read(IQueryCollection query, ContentIndex content, FieldErrors errors)
    {
        var text = Value("q");
        if (text is not null && (text.Length > MaxText || SpanishText.Words(text).Count == 0))
        {
            errors.Add("q", new(
                "debe tener de 1 a 100 caracteres y al menos una letra o un número", "must have 1 to 100 characters, and some letter or digit"));
        }

        var district = Existing("district", number => content.District(number) is not null);
        var municipality = Existing("municipality", code => content.Municipality(code) is not null);
        var read = new CandidateQuery
        {
            District = district,
            Municipality = municipality,
            Contender = Existing("contender", id => content.Contender(id) is not null),
            Office = Existing("office", id => content.Office(id) is not null || content.Candidates.HasOffice(id)),
            Role = OneOf<CandidacyRole>("role", ("owner", CandidacyRole.Owner), ("alternate", CandidacyRole.Alternate)),
            Gender = Existing("gender", word => UsualGenders.Contains(word, StringComparer.Ordinal) || content.Candidates.HasGender(word)),
            Head = OneOf<bool>("head", ("true", true), ("false", false)),
        };
        return errors.Any ? null : text is null ? read : read.With(text);

        string? Value(string field) => query.TryGetValue(field, out var value) ? value.ToString() : null;

        string? Existing(string field, Func<string, bool> exists)
        {
            var value = Value(field);
            if (value is not null && !exists(value)) errors.Add(field, Unknown);
            return value;
        }

        T? OneOf<T>(string field, params (string Name, T Value)[] values)
            where T : struct
        {
            if (Value(field) is not { } name) return null;
            foreach (var known in values)
            {
                if (known.Name == name) return known.Value;
            }

            var names = values.Select(v => v.Name).ToList();
            errors.Add(field, new($"debe ser {string.Join(" o ", names)}", $"must be {string.Join(" or ", names)}"));
            return null;
        }
    }
}
