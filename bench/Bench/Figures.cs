using System.Globalization;

namespace ServerlessDecide.Bench;

/// <summary>Collects the results of the rounds, prints each figure once all rounds are done, and keeps the lines.</summary>
internal sealed class Figures
{
    private readonly List<string> lines = [];

    /// <summary>All printed lines, for the file that a run leaves.</summary>
    public IReadOnlyList<string> Lines => lines;

    public void Say(string line)
    {
        lines.Add(line);
        Console.WriteLine(line);
    }

    /// <summary>Prints a quantity: the median, minimum and maximum of the rounds.</summary>
    public void Tell(string name, IReadOnlyList<double> rounds, string unit) =>
        Say($"    {name}: {Text(Median(rounds))} {unit} ({Text(rounds.Min())} to {Text(rounds.Max())})");

    /// <summary>Prints the median over the rounds against a promised ratio or bound.</summary>
    public void Judge(string name, IReadOnlyList<double> rounds, Goal goal)
    {
        var median = Median(rounds);
        var met = goal.IsAtMost ? median <= goal.Value : median >= goal.Value;
        var spread = rounds.Count > 1 ? $" [{Text(rounds.Min())} to {Text(rounds.Max())}, {rounds.Count} rounds]" : "";
        Say($"{name}: {Text(median)} (goal {(goal.IsAtMost ? "at most" : "at least")} {Text(goal.Value)}) {(met ? "PASS" : "MISS")}{spread}");
    }

    /// <summary>Returns the ratio of each round's pair. A round runs without a break, so a slow machine slows both.</summary>
    public static double[] Ratios(IReadOnlyList<double> of, IReadOnlyList<double> to) => [.. of.Zip(to, (a, b) => a / b)];

    public static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Text(double value) => value.ToString(
        Math.Abs(value) switch { >= 1000 => "N0", >= 20 => "F1", _ => "F2" }, CultureInfo.InvariantCulture);
}

/// <param name="IsAtMost">Whether less is better.</param>
internal readonly record struct Goal(double Value, bool IsAtMost)
{
    public static Goal AtLeast(double value) => new(value, false);

    public static Goal AtMost(double value) => new(value, true);
}
