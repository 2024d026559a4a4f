package keras.tuner;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one fit of a search came to.
 *
 * @param test the scores on the samples left out, by name
 * @param train those on the samples of training; empty unless asked for
 * @param fitTime seconds of building and training
 * @param scoreTime seconds of scoring the samples left out
 * @param error why it failed; null where it did not
 */
record Outcome(
    Map<String, Double> test,
    Map<String, Double> train,
    double fitTime,
    double scoreTime,
    @Nullable String error) {}
