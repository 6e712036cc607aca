using ServerlessDecide.Comments;
using ServerlessDecide.Moderation;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Moderation;

public sealed class FloodRuleTests
{
    private const string Campaign =
        "Como vecinos exigimos que el próximo gobierno municipal repare la red de agua potable de nuestra colonia, porque llevamos tres años con " +
        "tandeo de dos días por semana y las pipas nunca llegan a las calles de arriba, aunque pagamos el recibo completo cada mes.";

    [Fact]
    public void The_tenth_copy_of_a_text_and_all_after_it_are_a_flood()
    {
        var memory = new FloodMemory();
        var flooded = Enumerable.Range(1, 15).Select(i => memory.IsOneOf(Edomex, NewComment(Campaign, i))).ToList();
        Assert.Equal(Enumerable.Range(1, 15).Select(i => i >= FloodRule.Nth), flooded);
    }

    [Theory]
    [InlineData("{0} (firma {1})")]
    [InlineData("{0} 💧💧{1}")]
    [InlineData("{1}.- {0}!!!")]
    public void A_counter_or_signs_do_not_hide_a_flood(string form)
    {
        var memory = new FloodMemory();
        var last = false;
        for (var i = 0; i < 12; i++) last = memory.IsOneOf(Edomex, NewComment(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Campaign, i), i));
        Assert.True(last);
    }

    [Fact]
    public void Disguise_and_a_changed_word_do_not_hide_a_flood()
    {
        string[] words = ["luz", "basura", "parques", "calles", "escuelas"];
        string[] dressed =
        [
            Campaign, Campaign.ToUpperInvariant(), Campaign.Replace('a', 'а'), Campaign.Replace("ó", "o", StringComparison.Ordinal),
            Campaign.Insert(9, "\u200B"), "Hola. " + Campaign, Campaign + " Gracias.", .. words.Select(w => Campaign.Replace("agua", w, StringComparison.Ordinal)),
        ];
        Assert.All(Memories(100), memory =>
        {
            var flooded = dressed.Select((text, i) => memory.IsOneOf(Edomex, NewComment(text, i))).ToList();
            Assert.True(flooded[^1], string.Join(' ', flooded));
        });
    }

    [Theory]
    [InlineData("Más árboles")]
    [InlineData("más seguridad por favor")]
    [InlineData("Queremos agua todos los días")]
    [InlineData("Más apoyo al campo y a los campesinos del municipio")]
    [InlineData("Arreglen los baches de mi calle 20 de noviembre 1910")]
    public void Short_texts_that_honest_people_write_alike_are_never_a_flood(string text)
    {
        var memory = new FloodMemory();
        for (var i = 0; i < 500; i++) Assert.False(memory.IsOneOf(Edomex, NewComment(text, i)));
    }

    [Fact]
    public void People_who_ask_for_the_same_thing_in_their_own_words_are_no_flood()
    {
        string[] asked = ["más patrullas", "mejor alumbrado", "agua limpia", "un parque nuevo", "topes en la avenida", "una clínica cercana"];
        string[] places = ["San Mateo Oxtotitlán", "Ciudad Satélite", "Valle de Bravo", "Ecatepec", "Los Reyes La Paz", "Santa Fe"];
        string[] why = ["porque de noche da miedo caminar", "para que los niños jueguen tranquilos", "ya que nadie nos hace caso", "y que no roben el dinero"];
        string[] starts = ["Pedimos", "Necesitamos", "Les solicito atentamente", "Ojalá pongan", "Mi familia y yo queremos"];
        var texts = (from a in asked from p in places from w in why from s in starts select $"{s} {a} en {p}, {w}").ToList();
        Assert.All(Memories(20), memory => Assert.All(texts.Select((text, i) => NewComment(text, i)), comment => Assert.False(memory.IsOneOf(Edomex, comment))));
    }

    [Fact]
    public void A_comment_moderated_twice_counts_once_for_a_flood()
    {
        var memory = new FloodMemory();
        var comments = Enumerable.Range(0, FloodRule.Nth - 1).Select(i => NewComment(Campaign, i)).ToList();
        for (var round = 0; round < 3; round++) Assert.All(comments, c => Assert.False(memory.IsOneOf(Edomex, c)));
        var tenth = NewComment(Campaign, 100);
        Assert.True(memory.IsOneOf(Edomex, tenth));
        Assert.True(memory.IsOneOf(Edomex, tenth));
    }

    [Fact]
    public void A_flood_counts_within_one_process_and_one_window()
    {
        var memory = new FloodMemory();
        for (var i = 0; i < FloodRule.Nth - 1; i++) memory.IsOneOf(Edomex, NewComment(Campaign, i));
        Assert.False(memory.IsOneOf(ProcessId.Parse("atlautla-2022"), NewComment(Campaign, 20)));
        Assert.False(memory.IsOneOf(Edomex, NewComment(Campaign, (int)FloodRule.Window.TotalSeconds + 20)));
        Assert.True(memory.IsOneOf(Edomex, NewComment(Campaign, 30)));
    }

    [Fact]
    public void The_flood_memory_is_bounded_and_forgets_the_oldest()
    {
        const int Capacity = 500;
        var (forgetful, full) = (new FloodMemory(Capacity, seed: 1), new FloodMemory());
        for (var i = 0; i < FloodRule.Nth - 1; i++)
        {
            forgetful.IsOneOf(Edomex, NewComment(Campaign, i));
            full.IsOneOf(Edomex, NewComment(Campaign, i));
        }

        // Fills all places but those of the campaign, then overwrites one of those.
        for (var i = 0; i < Capacity - FloodRule.Nth + 2; i++)
        {
            forgetful.IsOneOf(Edomex, NewComment(Other(i), i));
            full.IsOneOf(Edomex, NewComment(Other(i), i));
        }

        Assert.False(forgetful.IsOneOf(Edomex, NewComment(Campaign, 1000)));
        Assert.True(full.IsOneOf(Edomex, NewComment(Campaign, 1000)));
    }

    // Similarity depends on the seed: test many seeds, the same in each run.
    private static IEnumerable<FloodMemory> Memories(int count) => Enumerable.Range(1, count).Select(seed => new FloodMemory(capacity: 1000, seed));

    private static string Other(int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, 15).Select(_ => string.Concat(Enumerable.Range(0, 6).Select(_ => (char)random.Next('a', 'z' + 1)))));
    }

    private static Comment NewComment(string text, int second) => new(
        Receipt.New(Day("2021-05-10")), NewVisitor(), PlatformTarget("plataforma-maiz"), Slug.Parse("maiz"), CommentKind.Comment, text,
        At("2021-05-10T00:00").AddSeconds(second), CommentStatus.Received, [], null);
}
