/**
 * Graphs of layers, and how configs describe them: the order of layers, the calls between them,
 * operations of {@code keras.ops} in files. Internal: what is public here is so for the other
 * packages of this library, and may change.
 */
@NullMarked
package keras.models.graph;

import org.jspecify.annotations.NullMarked;
