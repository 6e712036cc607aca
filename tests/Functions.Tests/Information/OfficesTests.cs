namespace ServerlessDecide.Functions.Tests.Information;

[Collection(SharedApp.Name)]
public sealed class OfficesTests(SharedApp shared) : SharedAppTest(shared)
{
    [Fact]
    public async Task Offices_come_in_the_order_of_the_file_and_say_what_they_can_and_cannot_do()
    {
        var offices = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/offices")).Items();
        Assert.Equal(["diputacion", "sindicatura"], offices.Select(o => o.Text("id")));
        Assert.Equal(
            """{"id":"diputacion","name":"Diputación local","body":"Legislatura del Estado de México","scope":"legislature","term":"3 años","seats":75,"functions":["Hace las leyes del estado.","Aprueba el presupuesto."],"cannotDo":["No repara calles."],"othersDecide":["El Congreso de la Unión hace las leyes federales."],"legalBasis":"Constitución local, artículos 38 y 61"}""",
            offices[0].GetRawText());
    }

    [Fact]
    public async Task An_office_is_returned_as_in_the_list()
    {
        var offices = (await Shared.App.Client.GetJsonAsync($"processes/{SharedApp.Open}/offices")).Items();
        Assert.Equal(offices[1].GetRawText(), await Shared.App.Client.GetStringAsync($"processes/{SharedApp.Open}/offices/sindicatura"));
    }

    [Fact]
    public async Task An_unknown_office_is_not_found()
    {
        using var answer = await Shared.App.Client.GetAsync($"processes/{SharedApp.Open}/offices/regiduria");
        await answer.ProblemAsync(404, "not_found");
    }
}
