namespace ServerlessDecide.Standalone.Hosting;

/// <summary>A definition or a setting is wrong and the host does not start. The message is a sentence that names it, and all there is to say.</summary>
internal sealed class StartException(string message) : Exception(message)
{
    // Without a stack: whoever starts the host reads a sentence, not our call chain.
    public override string ToString() => Message;
}
