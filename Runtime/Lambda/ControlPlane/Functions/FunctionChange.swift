import ServiceKit
import Time
import Wire

/// What a caller has begun with a function, or with a version of it. Here it is done when it is answered; AWS needs a
/// second or more, shows it for so long and lets nobody begin another: what does not wait for its end fails there.
/// https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
package enum FunctionChange: String {
    case creation, update

    /// As long as the waiters of AWS's tools pause between two looks.
    package static let duration: Duration = .seconds(1)
}

extension FunctionConfiguration {
    /// The change that is told as being under way. It began when the function was last modified, so that a restart changes
    /// nothing about it.
    func change(at now: Timestamp) -> FunctionChange? {
        guard let change, let lastModified, lastModified <= now else { return nil }
        return now < lastModified + FunctionChange.duration ? change : nil
    }
}

extension LambdaAPI {
    /// Throws AWS's error while an update of the function is told as being under way.
    func checkIsSettled(_ function: FunctionConfiguration) throws(AWSError) {
        guard function.change(at: context.time.now) != nil else { return }
        throw .resourceConflict(
            "The operation cannot be performed at this time. An update is in progress for resource: "
                + context.account.function(function.name).description
        )
    }
}
