import JSON
import Wire

extension Shape {
    /// A request that has this shape, which is a structure: types first, and then constraints.
    package func read(_ request: JSON) throws(AWSError) -> JSON.Object {
        guard case .object(let object) = request else {
            throw .serialization("Start of structure or map expected")
        }
        try TypeCheck.check(request, self)
        try ConstraintCheck.check(request, self)
        return object
    }
}
