namespace ServerlessDecide.Storage;

/// <summary>
/// Checks partition and row keys before they are sent. Azure refuses <c>/ \ # ?</c>, control characters and keys over 1 KiB, some of them
/// only after the request was sent and some with an error that does not name the key.
/// Source: "Understanding the Table service data model", characters disallowed in key fields.
/// </summary>
public static class TableKey
{
    /// <summary>1 KiB of UTF-16.</summary>
    public const int MaxLength = 512;

    /// <summary>What is allowed, as a sentence.</summary>
    public const string Rule = "A key has 1 to 512 UTF-16 units, no slash, backslash, number sign, question mark or control character, and whole surrogate pairs.";

    /// <summary>Returns the key unchanged if storage accepts it.</summary>
    /// <exception cref="ArgumentException">The key breaks <see cref="Rule"/>.</exception>
    public static string Checked(string key)
    {
        if (!IsAllowed(key)) throw new ArgumentException(Rule, nameof(key));
        return key;
    }

    /// <summary>Whether storage accepts the key.</summary>
    public static bool IsAllowed(string key)
    {
        if (key.Length is 0 or > MaxLength) return false;
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c) || char.IsLowSurrogate(c)) return false;
            if (!char.IsHighSurrogate(c)) continue;
            if (i + 1 == key.Length || !char.IsLowSurrogate(key[i + 1])) return false;
            i++;
        }

        return true;
    }
}
