using System.Security.Cryptography;
using System.Text;

namespace LlmMcp.Simulator.Catalog;

internal static class Sha256Hex
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
