/** Loops over time: a step that is built once and computed for each step of a sequence. */
@NullMarked
package keras.engine.loops;

import org.jspecify.annotations.NullMarked;
