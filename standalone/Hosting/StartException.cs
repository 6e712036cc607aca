namespace ServerlessDecide.Standalone.Hosting;

/// <summary>A wrong definition or setting that keeps the host from starting. The message is a complete sentence that names it.</summary>
internal sealed class StartException(string message) : Exception(message)
{
    // No stack trace: the person who starts the host needs the sentence, not our call chain.
    public override string ToString() => Message;
}
