using Zxcvbn.Matcher;
using Match = Zxcvbn.Match;

namespace Eds.Core;

/// <summary>Finds what stands in the text before, forwards or backwards: "summer7remmus" is "summer7" and a copy.</summary>
internal sealed class CopyMatcher : IMatcher
{
    public const string Pattern = "copy";
    private const int ShortestCopy = 3;

    /// <summary>A copy costs the choice of its original. It may run into itself: of "abcabcabcabc" one covers all but "abc".</summary>
    public IEnumerable<Match> MatchPassword(string password)
    {
        var backwards = string.Concat(password.Reverse());
        return [..
            from start in Enumerable.Range(0, password.Length).Skip(1)
            let length = Enumerable.Range(0, start).Max(origin => Math.Max(
                password.AsSpan(start).CommonPrefixLength(password.AsSpan(origin)),
                password.AsSpan(start).CommonPrefixLength(backwards.AsSpan(password.Length - start + origin))))
            where length >= ShortestCopy
            let token = password.Substring(start, length)
            select new Match { Pattern = Pattern, i = start, j = start + length - 1, Token = token, Entropy = 1 + Math.Log2(start) }];
    }
}
