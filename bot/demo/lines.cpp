// Two stories of four days each a person; which of them comes first is the seed's choice. The first and the
// third day of each have a slip: that is when somebody may correct or take back what they typed.
#include "bot/demo/lines.hpp"

namespace houston::bot::demo::lines {

std::vector<Story> ana() {
  return {
      {
          {"Froze eval set v7. This time with a lock on it.",
           "Rerun the baselines on v7, so that we stop comparing v6 apples with v7 pears.", "",
           "Froze eval set v6. Again."},
          {"Baselines rerun on v7: everybody lost a point, nobody should panic.",
           "Write down what changed between v6 and v7 before I forget.", ""},
          {"The eval set has a changelog now. It is longer than the eval set was two years ago.",
           "Read Bo's note, with coffee.", "", "The eval set has a changelog now."},
          {"Read everything I promised to read, and one budget table I had not.",
           "Draft the launch criteria, then sleep on them.", ""},
      },
      {
          {"Label audit: 200 samples, 11 wrong, 4 of those mine.", "Fix my 4 before anybody looks.", "",
           "Label audit: 200 samples, 11 wrong, none of those mine."},
          {"Labelling guide v3, with pictures. \"Use your judgement\" appears only twice now.",
           "Second audit with the new guide.", "Waiting for legal about faces in street scenes."},
          {"Second audit: 200 samples, 3 wrong.", "Retire the word \"obvious\" from the guide.", "",
           "Second audit: 200 samples, 0 wrong."},
          {"Legal said yes, with one condition and a smiley.", "Blur the faces, then plan the next sprint.",
           ""},
      },
  };
}

std::vector<Story> bo() {
  return {
      {
          {"Ablation without the auxiliary loss is running, three seeds.",
           "Look at it before lunch, believe it after the third seed.", "",
           "Ablation without the auxiliary loss: clearly worse."},
          {"The ablation came out null. The loss we were proud of does nothing, with error bars.",
           "Write it up anyway. Null is a result.", ""},
          {"Null result written up: two pages, one sad plot.", "Delete 400 lines of auxiliary loss.", "",
           "Null result written up: two pages, no plot."},
          {"The auxiliary loss is gone. Training is quicker and no worse.",
           "Find the next thing we are wrong about.", ""},
      },
      {
          {"The model converged. On the training set, it turns out.", "Find out what it memorised.", "",
           "The model converged!"},
          {"It memorised the watermark.", "Crop watermarks, retrain overnight.", ""},
          {"Retrained without watermarks: honest, and four points lower.",
           "Augmentation sweep. A small one, I promise.", "",
           "Retrained without watermarks: four points higher."},
          {"The small sweep is done (64 runs). Two points are back.",
           "Ablate the sweep before I fall in love with it.", ""},
      },
  };
}

std::vector<Story> chidi() {
  return {
      {
          {"Nightly training moved to the new cluster. It queues politely.", "Multi-node run on 16 GPUs.", "",
           "Nightly training moved to the new cluster. It runs."},
          {"The multi-node config is ready and reviewed.",
           "Press the button as soon as there is a GPU behind it.",
           "GPU quota: 0 of 16 granted, the ticket is with cloud support."},
          {"Quota granted: 8 of the 16, and a survey about how happy we are.",
           "Half-size run with gradient accumulation.", "", "Quota granted: 16 of 16!"},
          {"The half-size run is through its first epoch, the loss goes the right way.",
           "Checkpoint it before the weekend does something to it.", ""},
      },
      {
          {"Found why loading is slow: we decode every JPEG twice, to be sure.", "Decode once, and trust it.",
           "", "Found why loading is slow: the disk."},
          {"The loader decodes once. The GPUs wait for us a good deal less.",
           "Ask for two more GPUs while we look efficient.",
           "GPU quota for the sweep is used up, the raise is under review."},
          {"The quota was raised, the sweep is queued.", "An alert for runs that cost more than lunch.", "",
           "The quota was raised, the sweep is done."},
          {"The cost alert works. It fired on me.", "Raise what counts as lunch.", ""},
      },
  };
}

std::vector<Story> devi() {
  return {
      {
          {"Near-duplicate search over train and test: 1,312 pairs.", "Look at them one by one, with tea.",
           "", "Near-duplicate search over train and test: 13 pairs."},
          {"The duplicates are real: 212 test images have a twin in train.",
           "Propose an eval set without the twins (sorry, Ana).", ""},
          {"Twins removed. Our best number is now our second-best number.",
           "Check that the ranking of the models survives.", "", "Twins removed. The numbers did not move."},
          {"The ranking survives. Egos mostly.", "Publish the list of twins.", ""},
      },
      {
          {"Error analysis by slice: night scenes are our worst, by far.", "Find more nights.", "",
           "Error analysis by slice: fog is our worst, by far."},
          {"900 more night images, all of them dark.", "Label the first 300.",
           "The labelling tool logs me out every 20 minutes."},
          {"300 labelled. The tool now logs me out only once an hour.", "Fine-tune on those 300.", "",
           "All 900 labelled."},
          {"Fine-tuned: night is better, fog is worse.", "Ask the weather for a meeting.", ""},
      },
  };
}

std::vector<Story> eva() {
  return {
      {
          {"The distilled student trains without NaNs since 4 a.m.",
           "Compare it with the teacher on the small eval.", "",
           "The distilled student trains without NaNs."},
          {"The student beats the teacher on one class. The class is \"other\".", "Look inside \"other\".",
           ""},
          {"Half of \"other\" was mislabelled. The student is humble again.", "Temperature sweep.", "",
           "\"Other\" is fine, the student is just good."},
          {"Temperature 4 is enough, anything above is just warm.", "Put the student on the edge box.", ""},
      },
      {
          {"Edge box: 14 frames a second, we need 15.", "Find one frame.", "",
           "Edge box: 15 frames a second, as needed."},
          {"Found it: we logged every frame as JSON, indented.", "Log less beautifully.", ""},
          {"15.2 frames a second with ugly logs.", "Quantise to int8 and see what breaks.", "",
           "16 frames a second with ugly logs."},
          {"int8 broke only the bicycles.", "Calibrate with more bicycles.", "Needs more bicycles."},
      },
  };
}

Plausible plausible() {
  return {
      {"Reran", "Ablated", "Profiled", "Reviewed", "Simplified", "Reproduced", "Plotted", "Documented"},
      {"the warm-up schedule", "the crop augmentation", "the tracking head", "the calibration script",
       "the night slice", "last month's best checkpoint", "the export to ONNX", "the label noise estimate"},
      {"within noise, as usual.", "better on two seeds of three.", "worse, and now we know why.",
       "same numbers, half the code.", "it holds up.", "surprising enough to do it again.",
       "the bug was in the plot.", "good, and I cannot explain it yet."},
      {"A third seed, to be fair.", "Write it up while I remember it.", "Clean up and open the review.",
       "The same on the full eval set.", "Pair with whoever is awake.", "Stop while it works."},
      {"The cluster is full until tonight.", "I need a second pair of eyes on the metric.",
       "Waiting for a review.", "The data bucket answers slowly."},
  };
}

}  // namespace houston::bot::demo::lines
