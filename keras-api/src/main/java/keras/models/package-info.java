/** Models: Sequential, functional and of one's own; compile, fit, evaluate, predict. */
@NullMarked
package keras.models;

import org.jspecify.annotations.NullMarked;
