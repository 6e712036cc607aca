using System.Globalization;
using System.Text;

namespace ServerlessDecide.Tools.Capacity;

/// <summary>The command line of <c>tools/capacity</c>: the tables of docs/cost.md.</summary>
internal static class CapacityCommand
{
    private const string Usage =
        """
        usage: tools/capacity [--write]
               tools/capacity --voters N --contenders N

          --write   writes the tables into docs/cost.md
        """;

    private const string Begin = "<!-- tools/capacity -->";
    private const string End = "<!-- /tools/capacity -->";

    public static async Task<int> RunAsync(string[] args, string root, TextWriter output)
    {
        var arguments = new Arguments(args, Usage, ["--voters", "--contenders"], ["--write"]);
        if (arguments.Words.Count > 0) throw new UsageException(Usage);
        var cases = Case.Three;
        if (arguments.Find("--voters") is { } voters) cases = [new Case("this election", Number(voters), (int)Number(arguments.Get("--contenders")))];
        var tables = Tables(cases, root);
        if (!arguments.Has("--write"))
        {
            await output.WriteAsync(tables);
            return 0;
        }

        var file = DocumentOf(root);
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, $"{text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)]}\n{tables}{text[text.IndexOf(End, StringComparison.Ordinal)..]}");
        return 0;

        long Number(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw arguments.Wrong($"{digits} is not a number of voters or contenders.");
    }

    public static string DocumentOf(string root) => Path.Combine(root, "docs", "cost.md");

    /// <summary>The tables as the document holds them.</summary>
    public static string Held(string document)
    {
        var start = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1;
        return document[start..document.IndexOf(End, StringComparison.Ordinal)];
    }

    public static string Tables(IReadOnlyList<Case> cases, string root)
    {
        var operations = Operations.Read(Path.Combine(root, "tools", "operations.json"));
        var prices = Prices.Read(Path.Combine(root, "tools", "prices.json"));
        var demands = cases.SelectMany(c => new[] { new Demand(c, operations, peakDay: false), new Demand(c, operations, peakDay: true) }).ToList();
        var peaks = demands.Where(d => d.Days == 1).ToList();
        var text = new StringBuilder();

        text.Append(CultureInfo.InvariantCulture, $"\n### What is asked\n\n| |{Cells(cases, c => $"{c.Name} ({c.Voters:N0} voters), in all | on its peak day")}|\n|---|{Rule(demands)}\n");
        Row("visits", d => d.Visits);
        Row("people who take part", d => d.Visitors);
        Row("reactions", d => d.Reactions);
        Row("comments", d => d.Comments);
        Row("requests that reach the app", d => d.OriginRequests);
        Row("function executions", d => d.Executions);
        Row("GB-seconds", d => d.GigabyteSeconds);
        Row("table operations", d => d.TableOperations);
        Row("blob reads", d => d.BlobReads);
        Row("blob writes", d => d.BlobWrites);
        Row("queue operations", d => d.QueueOperations);
        Row("egress to visitors, GB", d => d.ToVisitorGigabytes);
        Row("rows stored, GB", d => d.StoredGigabytes);

        text.Append(CultureInfo.InvariantCulture, $"\n### What it costs, {prices.Currency} at list prices of {prices.AsOf}\n\n| |{Cells(cases, c => $"{c.Name}, in all | on its peak day")}|\n|---|{Rule(demands)}\n");
        foreach (var (id, _) in demands[0].Billed)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {prices.ById[id].Meter} |{Cells(demands, d => Money(prices.Of(id, d.Billed.Single(b => b.Price == id).Quantity)))}|\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"| **all of it** |{Cells(demands, d => $"**{Money(d.Billed.Sum(b => prices.Of(b.Price, b.Quantity)))}**")}|\n");

        text.Append(CultureInfo.InvariantCulture, $"\n### The greatest second of the peak day, against limits\n\n| | limit |{Cells(cases, c => c.Name)}|\n|---|---|{Rule(peaks)}\n");
        var limits = peaks.Select(d => d.Limits(operations).ToList()).ToList();
        for (var i = 0; i < limits[0].Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {limits[0][i].What} | {limits[0][i].Limit:N0} |{Cells(limits, l => Against(l[i].Rate, l[i].Limit))}|\n");
        }

        return text.Append('\n').ToString();

        void Row(string name, Func<Demand, double> of) => text.Append(CultureInfo.InvariantCulture, $"| {name} |{Cells(demands, d => Figure(of(d)))}|\n");
    }

    private static string Against(double rate, double limit) => $"{Figure(rate)}{(rate > limit ? ", **reached**" : string.Create(CultureInfo.InvariantCulture, $" ({rate / limit:P1})"))}";

    private static string Figure(double value) => value.ToString(value < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static string Money(decimal amount) => amount.ToString(amount < 100 ? "N2" : "N0", CultureInfo.InvariantCulture);

    private static string Cells<T>(IEnumerable<T> items, Func<T, string> say) => " " + string.Join(" | ", items.Select(say)) + " ";

    private static string Rule<T>(IEnumerable<T> columns) => string.Concat(columns.Select(_ => "---:|"));
}
