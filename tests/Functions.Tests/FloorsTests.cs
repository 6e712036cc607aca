using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Checks which room may use which (docs/architecture.md).</summary>
public sealed partial class FloorsTests
{
    // From the ground up. The empty name is the root: ids and words that every room shares.
    private static readonly string[] Floors =
    [
        "", "Telemetry", "Storage", "Exports", "Processes", "Geography", "Candidacies", "Information", "ElectionResults", "Content", "Publication", "Downloads", "Audit",
        "Comments", "Reactions", "Visitors", "Deliveries", "Moderation", "Statistics", "Imports",
    ];

    private static readonly string[] Features =
    [
        "Processes", "Geography", "Information", "Candidacies", "ElectionResults", "Visitors", "Reactions", "Comments", "Moderation", "Statistics", "Imports",
        "Deliveries", "Downloads",
    ];

    // What every feature of the function app may use, from the ground up.
    private static readonly string[] Ground = ["Http", "Http/Documents", "OpenApi", "Access", "Publication", "Telemetry"];

    // These files list what every feature has; only the entry point uses Composition.
    private static readonly string[] Lists = ["functions/ApiJson.cs", "functions/Composition.cs", "functions/PublicFiles.cs"];

    public static TheoryData<string> RoomsOfTheLibrary => RoomsIn("shared");

    public static TheoryData<string> RoomsOfTheApp => RoomsIn("functions");

    [Theory]
    [MemberData(nameof(RoomsOfTheLibrary))]
    public void A_file_of_the_library_uses_only_rooms_below_its_own(string room)
    {
        var floor = Array.IndexOf(Floors, room);
        Assert.True(floor > 0, $"shared/{room} has no floor: give it one in {nameof(FloorsTests)} and in docs/architecture.md.");
        foreach (var file in Sources($"shared/{room}"))
        {
            Assert.All(RoomsUsedBy(file, "ServerlessDecide", room, Floors), used => Assert.True(
                Array.IndexOf(Floors, used) < floor, $"{file} uses {used}, which stands above {room}."));
        }
    }

    [Fact]
    public void The_root_of_the_library_uses_no_room()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "shared"), "*.cs"))
        {
            // Registration.cs is the library's list of services.
            if (Path.GetFileName(file) != "Registration.cs") Assert.Empty(RoomsUsedBy(file, "ServerlessDecide", "", Floors));
        }
    }

    [Theory]
    [MemberData(nameof(RoomsOfTheApp))]
    public void No_room_of_the_app_uses_a_feature_other_than_itself(string room)
    {
        Assert.True(Features.Contains(room) || Ground.Contains(room), $"functions/{room} is neither a feature nor common ground: say which in {nameof(FloorsTests)}.");
        foreach (var file in Sources($"functions/{room}"))
        {
            Assert.All(RoomsUsedBy(file, "ServerlessDecide.Functions", room, Features), used => Assert.Fail($"{file} uses the feature {used}."));
        }
    }

    [Fact]
    public void Only_the_lists_in_the_root_of_the_app_name_its_features()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs"))
        {
            if (Lists.Contains("functions/" + Path.GetFileName(file))) continue;
            Assert.All(RoomsUsedBy(file, "ServerlessDecide.Functions", "", Features), used => Assert.Fail($"{file} uses the feature {used}."));
        }
    }

    [Fact]
    public void The_architecture_lists_the_rooms_in_the_order_of_their_floors()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var line = Assert.Single(text.Split('\n'), l => l.StartsWith("the root · ", StringComparison.Ordinal));
        Assert.Equal(Floors.Skip(1).Prepend("the root"), line.TrimEnd('.').Split(" · "));
    }

    // Finds using directives and names written in full or from the room on: ServerlessDecide.Moderation.Severity, Moderation.Severity.
    private static IEnumerable<string> RoomsUsedBy(string file, string root, string own, IReadOnlyCollection<string> rooms)
    {
        var text = Comment().Replace(File.ReadAllText(file), "");
        foreach (var room in rooms.Where(r => r.Length > 0 && r != own))
        {
            var name = Regex.Escape(room.Replace('/', '.'));
            var types = string.Join('|', TypesOf($"{root}.{room.Replace('/', '.')}"));
            if (Regex.IsMatch(text, $@"^using (static |\w+ = )?{Regex.Escape(root)}\.{name}[.;]", RegexOptions.Multiline, TimeSpan.FromSeconds(5))
                || Regex.IsMatch(text, $@"(?<![\w.]){Regex.Escape(root)}\.{name}\.[A-Z]", RegexOptions.None, TimeSpan.FromSeconds(5))
                || (types.Length > 0 && Regex.IsMatch(text, $@"(?<![\w.]){name}\.({types})\b", RegexOptions.None, TimeSpan.FromSeconds(5))))
            {
                yield return room;
            }
        }
    }

    private static IEnumerable<string> TypesOf(string room) =>
        from type in typeof(Slug).Assembly.GetTypes().Concat(typeof(Composition).Assembly.GetTypes())
        where type is { IsNested: false } && type.Namespace == room && type.FullName!.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_')
        select type.Name;

    private static List<string> Sources(string folder)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static TheoryData<string> RoomsIn(string project) =>
    [
        .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, project))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => name is not ("bin" or "obj")),
    ];

    [GeneratedRegex("^namespace [^;]+;|//[^\n]*", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();
}
