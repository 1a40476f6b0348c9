namespace Eds.Functions;

internal static class UserAnswers
{
    public static IResult Refuse(UserChange change) => change switch
    {
        UserChange.NotPermitted => Problems.RightMissing(nameof(Right.RightsManager)),
        UserChange.UserExists => Problems.UserExists(),
        UserChange.LastRightsManager => Problems.LastRightsManager(),
        UserChange.ChangedMeanwhile => Problems.ChangedMeanwhile(),
        _ => Problems.NotFound(), // never there, or changed and removed by someone else right after
    };
}
