/** Pictures of models and of trainings: what is in them; libraries of charts draw them. */
@NullMarked
package keras.visualization;

import org.jspecify.annotations.NullMarked;
