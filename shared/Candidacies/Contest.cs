namespace ServerlessDecide.Candidacies;

/// <summary>What is renewed: the Legislature or the municipal councils.</summary>
public enum ContestScope
{
    Legislature,
    Council,
}
