/** Functions of SavedModels, built into the graphs of models. */
@NullMarked
package keras.engine.programs;

import org.jspecify.annotations.NullMarked;
