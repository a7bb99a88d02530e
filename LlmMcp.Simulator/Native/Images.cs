using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

internal static class Images
{
    public static void Check(int count, StoredModel model)
    {
        if (count > 0 && !model.Can(ModelCapabilities.Vision))
        {
            throw Refusal.BadRequest(
                "{\"error\":{\"code\":400,\"message\":\"Multimodal data provided, but model does not support multimodal requests.\",\"type\":\"invalid_request_error\"}}");
        }
    }
}
