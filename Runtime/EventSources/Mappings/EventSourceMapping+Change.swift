import Lambda
import Time
import Wire

/// What is seen of a caller's change of a mapping. Here it is done when it is answered, and records flow or stop at once;
/// AWS needs some seconds, shows it for so long and lets nobody begin another.
/// https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
extension EventSourceMapping {
    /// The change that is told as being under way, for as long as that of a function. It began when the mapping was last
    /// modified, so that a restart changes nothing about it.
    func change(at now: Timestamp) -> State? {
        guard let change, lastModified <= now else { return nil }
        return now < lastModified + FunctionChange.duration ? change : nil
    }

    /// What an update is told as that has made this of `former`.
    func change(since former: EventSourceMapping) -> State {
        if isEnabled == former.isEnabled { return .updating }
        return isEnabled ? .enabling : .disabling
    }

    func state(at now: Timestamp) -> State { change(at: now) ?? (isEnabled ? .enabled : .disabled) }

    /// Whether it was deleted and is not even told as that any more.
    func isGone(at now: Timestamp) -> Bool { change == .deleting && change(at: now) == nil }

    /// Throws AWS's error where there is nothing to `action`, or a change is told as being under way.
    func checkIsSettled(at now: Timestamp, to action: String) throws(AWSError) {
        guard !isGone(at: now) else { throw .noSuchMapping }
        guard change(at: now) == nil else { throw .mappingInUse(action) }
    }
}
