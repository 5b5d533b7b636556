import JSON
import Wire

extension Shape {
    /// A request that has this shape, which is a structure: types first, what `precheck` says, and then constraints.
    package func read(
        _ request: JSON,
        _ precheck: (JSON.Object) throws(AWSError) -> Void = { _ throws(AWSError) in }
    ) throws(AWSError) -> JSON.Object {
        guard case .object(let object) = request else {
            throw .serialization("Start of structure or map expected")
        }
        try TypeCheck.check(request, self)
        try precheck(object)
        try ConstraintCheck.check(request, self)
        return object
    }
}
